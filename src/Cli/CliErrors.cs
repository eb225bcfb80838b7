using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>The errors of the command line, worded in one place.</summary>
internal static class CliErrors
{
    public static KappaException Unexpected(Exception error, string arguments, string version) => new(
        "KAP7001", ExitCodes.Bug,
        $"This is a bug in Kappa: {error.GetType().Name}: {error.Message} Please report it with the command " +
        $"'kappa {arguments}', version {version}, {RuntimeInformation.OSDescription}, and what --verbose adds.",
        error, new Remedy("see all of it", $"kappa {arguments} --verbose"));

    public static KappaException Usage(ParseResult parsed, string? unknownOption)
    {
        Command command = parsed.CommandResult.Command;
        string path = PathOf(parsed.CommandResult);
        string message = parsed.Errors.Count > 0 ? parsed.Errors[0].Message : "";
        if (unknownOption is not null || parsed.UnmatchedTokens.Count > 0)
        {
            string token = unknownOption?.Split('=', ':')[0] ?? parsed.UnmatchedTokens[0];
            IEnumerable<string> known = command.Subcommands.Select(sub => sub.Name)
                .Concat(command.Options.Select(option => option.Name));
            string kind = token.StartsWith('-') ? "option" : "command or argument";
            message = $"'{PostgresAddress.Hide(token)}' is no {kind} of `{path}`." +
                NearestName.Suggestion(token, known) + (token.StartsWith('-') ? "" : CommandsOf(command, path));
        }

        return new KappaException(
            "KAP7101", ExitCodes.Usage, message, new Remedy("see examples", $"{path} --help"));
    }

    public static KappaException SeveralTopologies(string file, IEnumerable<string> names) => new(
        "KAP7101", ExitCodes.Usage,
        $"{file} has several topologies: {string.Join(", ", names)}. Name the one that is meant behind the file.",
        new Remedy("see them", $"kappa topology ls {file}"));

    public static KappaException OnlyVersion(string topology, int version) => new(
        "KAP7101", ExitCodes.Usage,
        $"'{topology}' has version {version} alone, so there is nothing to compare it with. Write another version: " +
        "a class of its own with the attribute [Topology].", new Remedy("see examples", "kappa topology diff --help"));

    public static KappaException NoDirectory() => new(
        "KAP7101", ExitCodes.Usage,
        "No data directory is named. Name one with --dir DIR, or as state.dir in kappa.yaml.",
        new Remedy("see examples", "kappa run --help"));

    public static KappaException DirectoryMissing() => new(
        "KAP7101", ExitCodes.Usage,
        "A cluster is named, but not where the code goes: name the data directory of its worker, which may be a new " +
        "one, with --dir DIR.", new Remedy("see examples", "kappa deploy --help"));

    public static KappaException UnknownCode(string given, string suggestion) => new(
        "KAP7127", ExitCodes.NotFound, $"'{given}' is no code of an error of Kappa.{suggestion}",
        new Remedy("see an example", "kappa explain --help"));

    public static KappaException EmptyValue(ParseResult parsed, string name) => new(
        "KAP7101", ExitCodes.Usage, $"{name} is empty: is a variable of the script not set?",
        new Remedy("see examples", $"{PathOf(parsed.CommandResult)} --help"));

    public static KappaException LostInAddress(string text) => new(
        "KAP7101", ExitCodes.Usage, $"'{text}' cannot be asked for through a worker: an address would lose it.",
        new Remedy("see examples", "kappa --help"));

    public static KappaException BadValue(string name, string value, string expected) => new(
        "KAP7101", ExitCodes.Usage, $"'{value}' is no value for {name}: it must be {expected}.",
        new Remedy("see examples", "kappa --help"));

    public static KappaException FormatMissing(string dump) => new(
        "KAP7101", ExitCodes.Usage,
        $"The name of {dump} does not tell what it is. Say --format csv, tsv, json or parquet.");

    public static KappaException BadValue(Command root, string[] args, InvalidOperationException cause)
    {
        // Cannot parse argument 'x' for option '--y' as expected type 'System.Int32'.
        int end = cause.Message.IndexOf(" as expected type", StringComparison.Ordinal);
        string path = root.Name;
        Command? command = root;
        foreach (string word in args)
        {
            command = command?.Subcommands.FirstOrDefault(sub => sub.Name == word);
            path = command is null ? path : $"{path} {word}";
        }

        return new KappaException(
            "KAP7101", ExitCodes.Usage, $"{(end < 0 ? cause.Message : cause.Message[..end])}: it must be a number.",
            cause, new Remedy("see examples", $"{path} --help"));
    }

    public static KappaException NotADemo(string directory) => new(
        "KAP7102", ExitCodes.Refused,
        $"{directory} holds something that no demo has made, so it was left untouched.",
        new Remedy("take another directory", "kappa demo --dir DIR"));

    public static KappaException FileMissing(string what, string path) => new(
        "KAP7103", ExitCodes.NotFound, $"There is no {what} '{path}'. Correct the name, or make it first.");

    public static KappaException NoWorkerAt(ListenAddress address) => new(
        "KAP7104", ExitCodes.Unreachable,
        $"No worker answers at {address}. Start one, or name the one that runs with --dir, --server or KAPPA_SERVER.",
        new Remedy("start one", "kappa run topologies/FlightDelays --dir kappa-demo"));

    public static KappaException NoWorkerOn(string directory, int processId) => new(
        "KAP7104", ExitCodes.Unreachable,
        processId == 0
            ? $"No worker runs on {directory}."
            : $"Process {processId} owns {directory}, but it answers no requests: it is another command, or a " +
                "worker that starts.",
        new Remedy("start one", $"kappa run topologies/FlightDelays --dir {directory}"));

    /// <summary>A worker went away before its answer was complete.</summary>
    public const string ConnectionLostCode = "KAP7105";

    public static KappaException ConnectionLost(ListenAddress address, Exception? cause) => new(
        ConnectionLostCode, ExitCodes.Unreachable,
        $"The worker at {address} went away before its answer was complete" +
        $"{(cause is null ? "" : $" ({cause.Message})")}: what " +
        "was printed is only a part. Look whether it runs, and ask again.", cause);

    public static KappaException ProduceInterrupted(
        ListenAddress address, string topic, long acknowledged, int unknown, Exception cause) => new(
        "KAP7106", ExitCodes.Unreachable,
        $"The worker at {address} went away: {acknowledged:N0} records are acknowledged, and whether the next " +
        $"{unknown:N0} " +
        "were written is unknown. Look at the end of the topic before you send them again.", cause,
        new Remedy("look at the topic", $"kappa topic consume {topic} --limit 10"));

    public static KappaException NotKappa(ListenAddress address, int status) => new(
        "KAP7107", ExitCodes.Unreachable,
        $"What answers at {address} is no Kappa worker (status {status}). Name the worker with --dir, --server or " +
        "KAPPA_SERVER.");

    public static KappaException SampleBroken(string path, string reason) => new(
        "KAP7108", ExitCodes.Usage, $"The demo's sample {path} is broken: {reason} Restore it: git checkout {path}");

    public static KappaException NoAccess(string path, Exception cause) => new(
        "KAP7109", ExitCodes.Failed, $"{path} cannot be used: {cause.Message} Correct its permissions, or choose " +
            "another.", cause);

    public static KappaException NoDataDirectory(string directory) => new(
        "KAP7110", ExitCodes.NotFound,
        $"There is no data directory '{directory}'. Correct the name, or make one by creating a topic in it.",
        new Remedy("make one", $"kappa topic create NAME --partitions 4 --dir {directory}"));

    public static KappaException StopTooSlow(TimeSpan limit) => new(
        "KAP7111", ExitCodes.Failed,
        $"The worker did not stop within {limit.TotalSeconds:0} seconds, so the process ends as it is. Nothing is " +
        "lost: it goes on from its last commit.");

    public static KappaException ProduceFull(
        string topic, string source, long written, long skipped, string goOn, Exception cause) => new(
        "KAP7112", ExitCodes.Refused,
        $"The disk is full: {written:N0} {(written == 1 ? "record is" : "records are")} stored in {topic}, those of " +
        $"{source} from {(skipped == 0 ? "its first" : $"the one after --skip {skipped}")} on, and none after them. " +
        $"Make room, then go on: the first {skipped + written:N0} are there. {cause.Message}", cause,
        new Remedy("make room", "kappa topic delete NAME"), new Remedy("go on", goOn));

    public static KappaException SkipBeyondEnd(string source, long skip, long records) => new(
        "KAP7113", ExitCodes.Usage,
        $"{source} has {records:N0} records, and --skip {skip} passes over more than there are. Nothing was written. " +
        "Name the number that the last run gave.");

    public static KappaException ConfirmationMissing(string what) => new(
        "KAP7120", ExitCodes.Usage,
        $"A confirmation is missing: {what}, and there is no terminal to ask on. Nothing was changed. Add --yes.");

    public static KappaException WaitedInVain(
        ReplayStatus status, string goal, TimeSpan timeout, Remedy[] remedies) => new(
        "KAP7121", ExitCodes.TimedOut,
        $"{status.Topology} v{status.Version} is not {goal} after {QuantityText.Duration(timeout.TotalSeconds)}: it " +
        $"is {status.State} at {ReplayText.Percent(status)}, {ReplayText.Records(status)}." +
        (status.State == ReplayStatus.Replaying ? " It goes on." : ""), remedies);

    public static KappaException ReplayEnded(ReplayStatus status, Remedy[] remedies) => new(
        "KAP7122", ExitCodes.Failed,
        $"{status.Topology} v{status.Version} does not replay: it is {status.State}" +
        $"{(status.Error is { } error ? $", because of this: {error}" : ".")}", remedies);

    public static KappaException NothingReplays(ReplayStatus status, Remedy[] remedies) => new(
        "KAP7126", ExitCodes.NotFound,
        $"No replay of {status.Topology} is there: v{status.Version} is {status.State}.", remedies);

    public static KappaException WorkerElsewhere(ListenAddress address, string directory) => new(
        "KAP7123", ExitCodes.NotFound,
        $"The worker at {address} works on {directory}, and there is no such directory here. Code is deployed " +
        "through it and never over HTTP: deploy on the machine of the worker.",
        new Remedy("deploy there", "kappa deploy PROJECT --dir DIR"));

    public static KappaException DiffIncomplete(string topology, long count) => new(
        "KAP7124", ExitCodes.Failed,
        $"The comparison of the versions of {topology} was not finished: the {count:N0} differences that were " +
        "printed are only a part. Ask again.");

    public static KappaException NoLiveVersion(string topology, string list) => new(
        "KAP7125", ExitCodes.NotFound, $"No version of {topology} is live. Name one.", new Remedy("list them", list));

    public static KappaException DemoReplayStopped(int version, string error) => new(
        "KAP7126", ExitCodes.Failed,
        $"The demo's replay of version {version} stopped: {error} Restore the sample topology, or report this.",
        new Remedy("restore it", "git checkout topologies/FlightDelays"));

    public static KappaException PropertiesUnreadable(string file, Exception cause) => new(
        "KAP7150", ExitCodes.Usage,
        $"The file of Kafka properties {file} cannot be read: {cause.Message} Correct the path or the permissions.",
        cause);

    public static KappaException PropertyLine(string file, int line) => new(
        "KAP7150", ExitCodes.Usage,
        $"{file}, line {line}: this is no Kafka property. Write name=value, or begin a comment with #.");

    public static KappaException NotTheDemos(string topic, string servers) => new(
        "KAP7151", ExitCodes.Refused,
        $"Topic '{topic}' is on {servers} already, and no demo has made it. The demo makes topics of its own and " +
        "deletes what an earlier one left, so it wants a cluster where these names are free. Use another cluster.");

    public static KappaException NoPartitions(string path) => new(
        "KAP7152", ExitCodes.NotFound,
        $"There are no segment files in {path}. Name the directory of a partition (TOPIC-N), of a log, or a data " +
        "directory.");

    public static KappaException FolderNotEmpty(string directory) => new(
        "KAP7153", ExitCodes.Refused,
        $"{directory} is there and not empty, and a new project overwrites nothing. Nothing was written.",
        new Remedy("make it elsewhere", "kappa new NAME --into DIR"));

    private static string CommandsOf(Command command, string path) => command.Subcommands.Count == 0 ? ""
        : $" `{path}` has the commands {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.";

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;
}
