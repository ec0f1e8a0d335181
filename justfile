# Short names for what CONTRIBUTING.md describes. `just` alone lists them.

_default:
    @just --list

# Run the flagship (arguments are handed on: `just run --seed 7`).
run *ARGS:
    cargo run --release -- run {{ARGS}}

# All tests, as in the README.
test:
    cargo test

# Format the Rust code.
fmt:
    cargo fmt --all

# What CI lints.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# API documentation, warnings refused.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --workspace

# Tier 1, at most 20 minutes: what CI runs.
ci:
    .ci/run

# The models against the reference cases.
verify:
    cargo run --release -- verify

# Tier 2, at most 60 minutes: before an issue is called resolved. Writes docs/deep.json.
deep:
    validation/deep.sh

# Mutated scenario texts for so many seconds.
fuzz SECONDS:
    cargo run --release --package xtask -- fuzz {{SECONDS}}

# Engine, looks, terrain, tracker on this machine; full replications a second; instructions per event against the period.
bench:
    cargo bench --package sandtable --bench engine
    cargo bench --package sandtable --bench sensing
    cargo bench --package sandtable --bench terrain
    cargo bench --package sandtable --bench tracker
    cargo run --release --package sandtable --example replications -- 40 L1
    validation/cost.sh

# The same workloads beside other programs, and raids: all tables in one run (`--quick`, `--full`).
bench-peers *ARGS:
    validation/peers/run.sh {{ARGS}}

# The flagship's page in docs, and its pictures if there is a Chromium.
flagship:
    cargo run --release -- run -o target/flagship
    cargo run --release -- report --run target/flagship -o docs/flagship.html

# Write the generated files (JSON Schema of the language) again.
schema:
    cargo xtask generate
