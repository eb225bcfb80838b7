namespace Kappa.Logs;

/// <summary>How large the records of a compressed batch may be.</summary>
/// <remarks>
/// A few bytes of zeros may stand for gigabytes. So a batch may always expand to <paramref name="FreeBytes"/>, and
/// beyond that only as far as <paramref name="Ratio"/> times its compressed bytes.
/// </remarks>
/// <param name="FreeBytes">Bytes that every batch may expand to.</param>
/// <param name="Ratio">How many times its compressed bytes a larger one may have.</param>
internal readonly record struct ExpansionLimit(int FreeBytes, int Ratio)
{
    /// <summary>The log's limit: 16 MB, or 16 times the compressed bytes.</summary>
    public static ExpansionLimit Default { get; } = new(16 << 20, 16);

    /// <summary>Gives the most bytes that so many compressed ones may become.</summary>
    public int Bytes(int compressedBytes) => (int)Math.Min(
        Math.Max(FreeBytes, (long)Ratio * compressedBytes), Array.MaxLength - RecordBatch.Slack);
}
