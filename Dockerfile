# Mujaz in a slim image, as a user without rights, with the endpoint. The embedded model is built
# into the image, so that a container starts at once and needs no network for it.
#
#   docker build -t mujaz .
#   docker run --rm mujaz digest /samples
#   docker run --rm -v "$PWD/articles:/articles:ro" mujaz digest /articles
#
# The bot: docs/running.md, "In a container".
FROM python:3.12-slim

# The volume is made here with its owner, since a named volume takes both from the image.
RUN useradd --create-home --uid 10001 mujaz \
 && install --directory --owner=mujaz --mode=0700 /home/mujaz/data /home/mujaz/cache /home/mujaz/pages
WORKDIR /home/mujaz/app
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY prompts prompts
COPY samples /samples
ARG EXTRAS=endpoint
# pip before 24 fails on requirements of the form lxml[html-clean].
# hadolint ignore=DL3013
RUN python -m pip install --no-cache-dir --upgrade pip \
 && python -m pip install --no-cache-dir ".[${EXTRAS}]"

USER 10001
ENV MUJAZ_CACHE_DIR=/home/mujaz/cache \
    MUJAZ_STORE__URL=sqlite:////home/mujaz/data/mujaz.db
RUN mujaz models build --quiet
# mujaz.toml is written and looked for here, beside the database.
WORKDIR /home/mujaz/data
VOLUME /home/mujaz/data
EXPOSE 8787
ENTRYPOINT ["mujaz"]
CMD ["--help"]
