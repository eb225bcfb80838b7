namespace Kappa.Fuzz;

/// <summary>The decoders that are fuzzed.</summary>
internal static class FuzzTargets
{
    /// <summary>The targets by name; each has its inputs in Corpus/NAME.</summary>
    public static IReadOnlyDictionary<string, FuzzTarget> All { get; } = new Dictionary<string, FuzzTarget>
    {
        ["batch"] = BatchTarget.Run,
        ["codec"] = CodecTarget.Run,
        ["journal"] = JournalTarget.Run,
        ["segment"] = SegmentTarget.Run,
    };
}
