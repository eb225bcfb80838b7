namespace Kappa.Golden.Tests;

/// <summary>The recorded cases: those beside the tests, or with KAPPA_GOLDEN=DIR those of another folder.</summary>
internal static class GoldenFiles
{
    private const string Ending = ".ndjson.gz";

    /// <summary>How many cases of each kind are recorded.</summary>
    public static readonly IReadOnlyDictionary<string, int> Recorded = new Dictionary<string, int>
    {
        ["aggregate"] = 20,
        ["branch-merge"] = 20,
        ["cogroup"] = 20,
        ["count"] = 20,
        ["foreign-key"] = 40,
        ["global-table"] = 80,
        ["join-chain"] = 20,
        ["reduce"] = 20,
        ["rekey-aggregate"] = 20,
        ["self-join"] = 40,
        ["stateless"] = 20,
        ["stream-stream"] = 360,
        ["stream-table"] = 40,
        ["suppress-time"] = 60,
        ["stream-versioned-table"] = 160,
        ["table"] = 20,
        ["table-count"] = 20,
        ["table-filter"] = 20,
        ["table-group"] = 20,
        ["table-group-reduce"] = 20,
        ["table-table"] = 60,
        ["table-table-versioned"] = 180,
        ["to-table"] = 20,
        ["window"] = 780,
        ["windowed-cogroup"] = 60,
    };

    /// <summary>The folder of somebody's own cases; null for those beside the tests.</summary>
    public static string? Own => Environment.GetEnvironmentVariable("KAPPA_GOLDEN") is { Length: > 0 } own ? own : null;

    /// <summary>The names of the files, each a kind of topology.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names => Directory
        .EnumerateFiles(Folder, $"*{Ending}").Select(file => Path.GetFileName(file)[..^Ending.Length])
        .Order(StringComparer.Ordinal).Select(name => new TheoryDataRow<string>(name));

    private static string Folder => Own ?? Path.Combine(AppContext.BaseDirectory, "cases");

    /// <summary>The cases of a file.</summary>
    public static GoldenCase[] Read(string name) => [.. GoldenCase.Read(Path.Combine(Folder, name + Ending))];
}
