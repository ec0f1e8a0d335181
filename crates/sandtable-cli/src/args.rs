//! What may be said on the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use sandtable::analysis::DatedState;
use sandtable::record::Fidelity;
use std::path::PathBuf;

/// An open sand table for air-defence exercises: simulation only, every number with its source.
#[derive(Parser)]
#[command(name = "sandtable", version, propagate_version = true, arg_required_else_help = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Run a scenario once, beside quick neighbours that show the spread.
    Run(RunArgs),
    /// Say when a unit is present, ready or on duty, and how sure that is.
    When(WhenArgs),
    /// Read a scenario and say all that is wrong or noteworthy.
    Check(CheckArgs),
    /// Judge what sources claim, by one run and by many.
    Claims(ClaimsArgs),
    /// Write a run as one page with maps and charts.
    Report(ReportArgs),
    /// Write a run for other programs: GeoJSON, Tacview.
    Export(ExportArgs),
    /// Say what sites see at each height, and how sure that is; as a table, GeoJSON, maps, rasters.
    Coverage(CoverageArgs),
    /// Say how well what flew in the drills of a run was seen and followed.
    Picture(PictureArgs),
    /// Score the air drills of a run: times, leakers, wrong identifications, double engagements, norms.
    Umpire(UmpireArgs),
    /// One adjudication as a distribution: a battery of a type against so many targets of a type, on notional ground.
    Odds(OddsArgs),
    /// List every number with its source.
    Sources(SourcesArgs),
    /// Say why a unit reached a state, or did something with a flight, link by link to what began it.
    Why(WhyArgs),
    /// Compare the models with reference cases.
    Verify(VerifyArgs),
    /// Begin a scenario of your own from an embedded one.
    New(NewArgs),
    /// Print the JSON Schema of the scenario language, for editors.
    Schema(SchemaArgs),
    /// Print completions for a shell.
    Completions(CompletionsArgs),
}

/// Which scenario, and what to change in it.
#[derive(ClapArgs, Clone)]
pub struct ScenarioArgs {
    /// A scenario file, its folder, or the name of an embedded scenario [default: the flagship].
    pub scenario: Option<String>,
    /// Change a number: `plans.s400-redeployment.load.start=2022-01-21T06:00Z`.
    #[arg(long = "set", value_name = "PATH=VALUE", global = true)]
    pub set: Vec<String>,
    /// A variant of the scenario, under the changes.
    #[arg(long, value_name = "ID", global = true)]
    pub variant: Option<String>,
}

/// Seed and threads.
#[derive(ClapArgs, Clone)]
pub struct DrawArgs {
    /// Seed [default: the scenario's].
    #[arg(long, global = true)]
    pub seed: Option<u64>,
    /// Threads, 1 to 256 [default: as many as the machine has]. No result depends on it.
    #[arg(long, global = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl DrawArgs {
    /// How many threads, if it was said.
    pub fn threads(&self) -> Option<usize> {
        self.threads.map(usize::from)
    }
}

/// Arguments of `run`.
#[derive(ClapArgs)]
pub struct RunArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Seed and threads.
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Which replication of the seed.
    #[arg(long, default_value_t = 0)]
    pub replication: u32,
    /// Something that happens by hand: `2022-01-20T06:00Z pvo-1 hold 12 h`.
    #[arg(long = "inject", value_name = "WHAT")]
    pub injects: Vec<String>,
    /// How tracks are kept in drills: they know their flight (L1), Kalman filter (L2), two models (L3).
    #[arg(long, value_enum, default_value_t = FidelityArg::L2)]
    pub fidelity: FidelityArg,
    /// Quick replications to show beside the run.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub neighbours: u32,
    /// Folder for the run [default: ./sandtable-runs/SCENARIO-SEED-REPLICATION; a variant, edits and injects are part of the name].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// One JSON object instead of a summary.
    #[arg(long)]
    pub json: bool,
}

/// How tracks are kept.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum FidelityArg {
    /// Tracks know their flight; swaps are drawn.
    L1,
    /// Kalman filter and assignment.
    L2,
    /// Two models that take turns.
    L3,
}

impl FidelityArg {
    /// The fidelity.
    pub fn fidelity(self) -> Fidelity {
        match self {
            FidelityArg::L1 => Fidelity::L1,
            FidelityArg::L2 => Fidelity::L2,
            FidelityArg::L3 => Fidelity::L3,
        }
    }
}

/// The states that can be asked for.
#[derive(Clone, Copy, ValueEnum)]
pub enum StateArg {
    /// First vehicle on site.
    Present,
    /// Instruments set up.
    Ready,
    /// Duty accepted.
    Duty,
}

impl StateArg {
    /// The state.
    pub fn state(self) -> DatedState {
        match self {
            StateArg::Present => DatedState::Present,
            StateArg::Ready => DatedState::InstrumentReady,
            StateArg::Duty => DatedState::DutyAccepted,
        }
    }

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            StateArg::Present => "present",
            StateArg::Ready => "ready",
            StateArg::Duty => "duty",
        }
    }
}

/// Arguments of `when`.
#[derive(ClapArgs)]
pub struct WhenArgs {
    /// The unit.
    pub unit: String,
    /// The state.
    pub state: StateArg,
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Seed and threads.
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Replications.
    #[arg(short, long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub n: u32,
    /// JSON instead of a sentence.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `check`.
#[derive(ClapArgs)]
pub struct CheckArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// A JSON array of findings.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `claims`.
#[derive(ClapArgs)]
#[command(args_conflicts_with_subcommands = false)]
pub struct ClaimsArgs {
    /// What else to do.
    #[command(subcommand)]
    pub action: Option<ClaimsAction>,
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Seed and threads.
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Which replication of the seed is `this run`.
    #[arg(long, default_value_t = 0, global = true)]
    pub replication: u32,
    /// Replications for the shares.
    #[arg(short, long, global = true, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub n: u32,
    /// A JSON array of claims.
    #[arg(long, global = true)]
    pub json: bool,
}

/// What else `claims` does.
#[derive(Subcommand)]
pub enum ClaimsAction {
    /// Judge a report typed here: `any s400-battalion present at brestsky-ground by 2022-02-03T15:16Z`.
    Add {
        /// `[COUNT of] SUBJECT [STATE] [at PLACE] [within KM km] [by|on INSTANT]`.
        text: String,
    },
}

/// Arguments of `report`.
#[derive(ClapArgs)]
pub struct ReportArgs {
    /// The run's folder [default: the newest in ./sandtable-runs].
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// The file to write [default: report.html in the run's folder].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Quick replications for the spread and the claims.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    pub neighbours: u32,
    /// Also hits over the kill probability: the run is played again at nine of them.
    #[arg(long)]
    pub curve: bool,
    /// Threads, 1 to 256 [default: as many as the machine has]. No result depends on it.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// What was written, as JSON.
    #[arg(long)]
    pub json: bool,
}

impl ReportArgs {
    /// How many threads, if it was said.
    pub fn threads(&self) -> Option<usize> {
        self.threads.map(usize::from)
    }
}

/// What `export` writes.
#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// GeoJSON (RFC 7946): places, tracks with times.
    Geojson,
    /// Tacview ACMI 2.2, text.
    Acmi,
}

/// Arguments of `export`.
#[derive(ClapArgs)]
pub struct ExportArgs {
    /// The format.
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// The run's folder [default: the newest in ./sandtable-runs].
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// Only this instant: `2022-02-03T12:00Z`.
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<String>,
    /// The file to write [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `coverage`.
#[derive(ClapArgs)]
pub struct CoverageArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Only this unit; more than one may be named [default: all with radars].
    #[arg(long = "unit", value_name = "ID")]
    pub units: Vec<String>,
    /// Only units of this side.
    #[arg(long, value_name = "ID", conflicts_with = "units")]
    pub side: Option<String>,
    /// Heights above the ground in metres, with commas [default: eight from 100 to 15000].
    #[arg(long, value_name = "M,M,...")]
    pub heights: Vec<String>,
    /// Cross-section of the target (m2).
    #[arg(long, default_value_t = 3.0)]
    pub rcs: f64,
    /// Chance of one look that counts as seeing.
    #[arg(long, default_value_t = 0.5)]
    pub chance: f64,
    /// Draws of what is not known.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(10..=10_000))]
    pub draws: u32,
    /// Their seed [default: the scenario's].
    #[arg(long)]
    pub seed: Option<u64>,
    /// Terrain: .hgt, .dt0, .dt1, .dt2 or .tif (EPSG:4326); tiles may be given one by one.
    #[arg(long, value_name = "FILE")]
    pub dem: Vec<PathBuf>,
    /// What its heights are measured from, where the file does not say: egm96, egm2008, ellipsoid, sea-level.
    #[arg(long, value_name = "NAME")]
    pub datum: Option<String>,
    /// Least and greatest height of forest on the terrain in metres: `0..25`.
    #[arg(long, value_name = "M..M", value_parser = between)]
    pub forest: Option<(f64, f64)>,
    /// Standard deviation of the terrain's heights (m).
    #[arg(long, default_value_t = 5.0)]
    pub dem_error: f64,
    /// Size of a cell of the rasters (deg).
    #[arg(long, default_value_t = 0.05)]
    pub cell: f64,
    /// Folder for files [default: only the table is printed].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// A JSON object instead of the table.
    #[arg(long)]
    pub json: bool,
}

/// `A..B` as two heights in rising order.
fn between(text: &str) -> Result<(f64, f64), String> {
    let pair = text.split_once("..").and_then(|(a, b)| {
        let (a, b) = (a.trim().parse::<f64>().ok()?, b.trim().parse::<f64>().ok()?);
        (0.0 <= a && a <= b && b <= 100.0).then_some((a, b))
    });
    pair.ok_or_else(|| format!("`{text}` is not two heights in metres such as `0..25`"))
}

/// Arguments of `picture`.
#[derive(ClapArgs)]
pub struct PictureArgs {
    /// The run's folder [default: the newest in ./sandtable-runs].
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// Only this task.
    #[arg(long, value_name = "ID")]
    pub task: Option<String>,
    /// Every flight, not only the drills.
    #[arg(long)]
    pub flights: bool,
    /// A JSON object.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `umpire`.
#[derive(ClapArgs)]
pub struct UmpireArgs {
    /// The run's folder [default: the newest in ./sandtable-runs].
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// Only this task.
    #[arg(long, value_name = "ID")]
    pub task: Option<String>,
    /// Also play the run again at nine kill probabilities.
    #[arg(long)]
    pub curve: bool,
    /// A JSON object.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `odds`.
#[derive(ClapArgs)]
pub struct OddsArgs {
    /// Type of the battery, such as sam-medium.
    pub shooter: String,
    /// Type of the targets, such as mock-target-large.
    pub target: String,
    /// How many targets, 1 to 200.
    #[arg(value_parser = clap::value_parser!(u32).range(1..=200))]
    pub number: u32,
    /// The scenario whose types they are: a file, its folder, or an embedded one [default: the flagship].
    #[arg(long, value_name = "SCENARIO")]
    pub from: Option<String>,
    /// Time from one target to the next, with a spread if you like: `10..20..60 s each`.
    #[arg(long, value_name = "DURATION", default_value = "20 s")]
    pub interval: String,
    /// Height of the targets instead of their type's.
    #[arg(long, value_name = "LENGTH")]
    pub height: Option<String>,
    /// Speed of the targets instead of their type's.
    #[arg(long, value_name = "SPEED")]
    pub speed: Option<String>,
    /// Replications.
    #[arg(short, long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    pub n: u32,
    /// Seed and threads.
    #[command(flatten)]
    pub draw: DrawArgs,
    /// Change a number: `types.sam-medium.weapons.missile.kill=0.5`.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// A JSON object.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `sources`.
#[derive(ClapArgs)]
pub struct SourcesArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Only numbers whose primary source is of this kind.
    #[arg(long)]
    pub kind: Option<String>,
    /// Where sources or claims disagree.
    #[arg(long, conflicts_with_all = ["kind", "points"])]
    pub conflicts: bool,
    /// Only points without a stated spread.
    #[arg(long)]
    pub points: bool,
    /// A JSON array of inputs.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `why`.
#[derive(ClapArgs)]
pub struct WhyArgs {
    /// The unit; or `drill`, for whoever had the last word about a flight.
    pub unit: String,
    /// The state (present, ready, duty), or a flight such as drill-massed/006: why the unit did with it what it did.
    #[arg(value_name = "STATE|FLIGHT")]
    pub what: String,
    /// The run's folder [default: the newest in ./sandtable-runs].
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// The chain as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `verify`.
#[derive(ClapArgs)]
pub struct VerifyArgs {
    /// A file of cases [default: all embedded ones].
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
    /// Cases that are not covered fail too.
    #[arg(long)]
    pub strict: bool,
    /// A JSON array of results.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `new`.
#[derive(ClapArgs)]
pub struct NewArgs {
    /// The folder to make.
    pub folder: PathBuf,
    /// The embedded scenario to begin from.
    #[arg(long, default_value = "one-train")]
    pub from: String,
    /// What was made, as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `schema`.
#[derive(ClapArgs)]
pub struct SchemaArgs {
    /// Accepted for uniformity: a schema is JSON.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `completions`.
#[derive(ClapArgs)]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: clap_complete::Shell,
}
