namespace Kappa.Bench;

/// <summary>The errors of the benchmarks, worded in one place.</summary>
internal static class BenchErrors
{
    public static KappaException DirectoryExists(string directory) => new(
        "KAP7901", ExitCodes.Refused,
        $"The benchmark's directory '{directory}' exists already, and a benchmark deletes its directory at the end. " +
        "Name one that does not exist.");

    public static KappaException TwoLogs(string servers) => new(
        "KAP7902", ExitCodes.Usage,
        $"A benchmark runs on one log, and two are named: the one in memory, and the cluster {servers}. " +
        "Leave one of them out.");

    public static KappaException OnlyEmbedded() => new(
        "KAP7902", ExitCodes.Usage,
        "The benchmark of replays runs on the embedded log in files. Leave --log and --bootstrap out.",
        new Remedy("measure replays", "kappa bench replay"));
}
