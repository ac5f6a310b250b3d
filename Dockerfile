# Mujaz in a slim image, as a user without rights. The embedded model is built into the image,
# so that a container starts at once and needs no network.
#
#   docker build -t mujaz .
#   docker run --rm mujaz digest samples/
#   docker run --rm -v "$PWD/articles:/articles:ro" mujaz digest /articles
FROM python:3.12-slim

RUN useradd --create-home --uid 10001 mujaz
WORKDIR /home/mujaz/app
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY prompts prompts
COPY samples samples
RUN python -m pip install --no-cache-dir --upgrade pip \
 && python -m pip install --no-cache-dir .

USER mujaz
ENV MUJAZ_CACHE_DIR=/home/mujaz/cache
RUN mujaz models build --quiet
VOLUME /home/mujaz/cache
ENTRYPOINT ["mujaz"]
CMD ["--help"]
