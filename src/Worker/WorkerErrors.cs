namespace Kappa.Worker;

/// <summary>The errors of hosting and loading, worded in one place.</summary>
internal static class WorkerErrors
{
    public static KappaException PortInUse(ListenAddress address, Exception cause) => new(
        "KAP5201", ExitCodes.Refused,
        $"Port {address.Port} of {address.Host} is in use by another process, so the worker did not start.", cause,
        new Remedy("take a free port", "kappa run ... --http 127.0.0.1:0"),
        new Remedy("find the other process", $"ss -ltnp 'sport = :{address.Port}'"));

    public static KappaException ReplayRuns(string topology) => new(
        "KAP4003", ExitCodes.Refused,
        $"A replay already runs in this worker, so the one of topology '{topology}' was not started: together they " +
        "would slow the live version down. Try again when it is done.");

    public static KappaException NotLoopback(ListenAddress address) => new(
        "KAP5202", ExitCodes.Mismatch,
        $"Address {address} can be reached from other machines, and requests and their token travel in clear text. " +
        "The worker did not start. Listen on 127.0.0.1 behind a proxy with TLS, or allow it with --insecure.");

    public static KappaException BadAddress(string text) => new(
        "KAP5203", ExitCodes.Usage,
        $"'{text}' is not an address. Write host:port with an IP address or localhost, such as 127.0.0.1:8088; port " +
        "0 takes a free one.");

    public static KappaException CannotListen(ListenAddress address, Exception cause) => new(
        "KAP5204", ExitCodes.Mismatch,
        $"The worker cannot listen on {address}: {cause.Message} Choose an address of this machine and a port above " +
        "1023.",
        cause);

    public static KappaException NothingToRun(string path) => new(
        "KAP5205", ExitCodes.NotFound,
        $"There is neither a folder with a project nor a .dll at '{path}'. Name the folder of a topology's project, " +
        "its .csproj, or the .dll that was built from it.");

    public static KappaException SeveralProjects(string path, IEnumerable<string> projects) => new(
        "KAP5206", ExitCodes.Usage,
        $"The folder '{path}' has several projects: {string.Join(", ", projects.Select(Path.GetFileName))}. Name " +
        "one of them.");

    public static KappaException BuildFailed(string project, string output) => new(
        "KAP5207", ExitCodes.Failed,
        $"The project {project} does not build:{Environment.NewLine}{output.TrimEnd()}",
        new Remedy("build it alone", $"dotnet build {project}"));

    public static KappaException NoBuildTool(Exception cause) => new(
        "KAP5208", ExitCodes.Mismatch,
        $"The command 'dotnet' cannot be started: {cause.Message} Install the .NET 10 SDK, or run a .dll that is " +
        "built.", cause);

    public static KappaException NoTopology(string file, string? wrongClass) => new(
        "KAP5209", ExitCodes.NotFound,
        wrongClass is null
            ? $"{file} has no topology. Mark a public class that implements ITopology with [Topology(\"name\", " +
                "Version = 1)]."
            : $"{file} has no topology: class {wrongClass} carries [Topology] but does not implement ITopology. Add " +
                "it.");

    public static KappaException NoSuchVersion(string topology, int version, IEnumerable<int> known) => new(
        "KAP5210", ExitCodes.NotFound,
        $"Topology '{topology}' has no version {version} here; it has {string.Join(", ", known)}. Choose one of " +
        "these.");

    public static KappaException SeveralTopologies(IEnumerable<string> names) => new(
        "KAP5211", ExitCodes.Usage,
        $"--version needs a single topology, but there are several: {string.Join(", ", names)}. Leave it out to run " +
        "the highest version of each.");

    public static KappaException SameVersionTwice(string topology, int version, Type first, Type second) => new(
        "KAP5212", ExitCodes.Mismatch,
        $"Classes {first} and {second} are both version {version} of topology '{topology}'. Number one of them " +
        "higher.");

    public static KappaException OtherKappa(string file, string reference, Version built, Version here) => new(
        "KAP5213", ExitCodes.Mismatch,
        $"{file} was built against {reference} {built.ToString(3)}, and this is Kappa {here.ToString(3)}. Build it " +
        "again against this version.");

    public static KappaException CannotLoad(string file, Exception cause) => new(
        "KAP5214", ExitCodes.Mismatch,
        $"{file} cannot be loaded: {cause.Message} Build it again for .NET 10.", cause);

    public static KappaException CannotCreate(Type type, Exception cause) => new(
        "KAP5215", ExitCodes.Mismatch,
        $"Class {type} cannot be created: {cause.GetType().Name}: {cause.Message} A topology needs a constructor " +
        "without parameters that does not throw.", cause);

    public static KappaException Starting() => new(
        "KAP5216", ExitCodes.Refused,
        "The worker is starting and restores its state. Ask again in a moment; /health/ready tells when.");

    public static KappaException NoSuchArtifact(string hash, string directory) => new(
        "KAP5220", ExitCodes.NotFound,
        $"There is no artifact {hash} in {directory}: the code of this version was never deployed here, or was " +
        "removed. Deploy the same sources: the version takes them where what it was pinned to is gone.",
        new Remedy("deploy it again", $"kappa deploy PROJECT --dir {Path.GetDirectoryName(directory)}"));

    public static KappaException ArtifactChanged(string path) => new(
        "KAP5221", ExitCodes.Mismatch,
        $"The files of artifact {path} do not have the hash that is its name: they are damaged, or were changed by " +
        "hand. Nothing was loaded. Build the same sources and deploy them again; that replaces it.",
        new Remedy("deploy it again", "kappa deploy PROJECT"));

    public static KappaException OtherArtifactFormat(string path) => new(
        "KAP5222", ExitCodes.Mismatch,
        $"Artifact {path} was written by another version of Kappa, in a form that this one does not know.",
        new Remedy("deploy it again with this one", "kappa deploy PROJECT"));

    public static KappaException DeployRuns(string directory) => new(
        "KAP5223", ExitCodes.Refused,
        $"Another process deploys to {directory} right now. Nothing was changed. Try again when it is done.");

    public static KappaException ArtifactNotAccessible(string path, Exception cause) => new(
        "KAP5224", ExitCodes.Failed,
        $"The code at {path} cannot be read or copied: {cause.Message} Correct the permissions or the path, and try " +
        "again.", cause);

    public static KappaException NoSuchTopology(string file, string topology, IEnumerable<string> known) => new(
        "KAP5225", ExitCodes.NotFound,
        $"{file} has no topology '{topology}'; it has {string.Join(", ", known)}. Choose one of these.");

    public static KappaException BuildThrew(Type type, string topology, int version, Exception cause) => new(
        "KAP5226", ExitCodes.Mismatch,
        $"Version {version} of topology '{topology}' cannot be built: Build of class {type} threw " +
        $"{cause.GetType().Name}: {cause.Message} Mend the class, build it, and start again.", cause);

    /// <summary>The topology waits until the other worker is gone.</summary>
    public const string StandsByCode = "KAP5227";

    public static KappaException StandsBy(Replay.WorkerRecord other) => new(
        StandsByCode, ExitCodes.Refused,
        $"The worker on {other.Machine}, directory {other.Directory}, runs topology '{other.Topology}'. This one " +
        "stands by, and takes over when that one is gone.",
        new Remedy("take over now", "kappa run PROJECT --dir DIR --take-over"));

    public static KappaException CodeMissing(Replay.VersionRecord record) => new(
        "KAP4007", ExitCodes.NotFound,
        $"The code of version {record.Version} of topology '{record.Topology}' is not here: a program ran it without " +
        "deploying it. Start that program, or retire the version.",
        new Remedy("retire it", $"kappa replay retire {record.Topology} {record.Version}"));
}
