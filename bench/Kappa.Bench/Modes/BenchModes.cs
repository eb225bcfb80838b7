namespace Kappa.Bench;

/// <summary>The benchmarks of the engine by name.</summary>
internal static class BenchModes
{
    /// <summary>The benchmark whose cache is too small for its keys.</summary>
    public const string Misses = "count-misses";

    /// <summary>The benchmark whose state is in RocksDB whatever its log.</summary>
    public const string RocksDb = "count-rocksdb";

    private static readonly Dictionary<string, Func<BenchSite, BenchOptions, BenchMode>> Modes = new()
    {
        ["map"] = (site, options) => new MapMode(site, options),
        ["map-out"] = (site, options) => new MapOutMode(site, options),
        ["count"] = (site, options) => new TotalMode(site, options, TotalKind.Count),
        [RocksDb] = (site, options) => new TotalMode(site, options, TotalKind.Count),
        [Misses] = (site, options) => new TotalMode(site, options, TotalKind.Count),
        ["sum"] = (site, options) => new TotalMode(site, options, TotalKind.Sum),
        ["rekey-count"] = (site, options) => new TotalMode(site, options, TotalKind.RekeyCount),
        ["window"] = (site, options) => new WindowMode(site, options, WindowKind.Update),
        ["final-window"] = (site, options) => new WindowMode(site, options, WindowKind.Final),
        ["suppress"] = (site, options) => new WindowMode(site, options, WindowKind.Suppress),
        ["sliding"] = (site, options) => new SlidingMode(site, options),
        ["session"] = (site, options) => new SessionMode(site, options),
        ["join"] = (site, options) => new JoinMode(site, options),
        ["global-join"] = (site, options) => new GlobalJoinMode(site, options),
        ["stream-join"] = (site, options) => new StreamJoinMode(site, options),
        ["fk-join"] = (site, options) => new ForeignKeyMode(site, options),
        ["json"] = (site, options) => new JsonMode(site, options, asClass: false),
        ["json-class"] = (site, options) => new JsonMode(site, options, asClass: true),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Modes.Keys];

    public static BenchMode Of(string name, BenchSite site, BenchOptions options) => Modes[name](site, options);
}
