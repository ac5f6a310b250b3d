"""One whole translation -> text of one format, for `mujaz translate`.

`rows` says what stands beside what; `terminal` and `html` set it, `json` and `tsv` give the
sentences to programs. The table of them is in `renderers`. Digests have renderers of their own.
"""
