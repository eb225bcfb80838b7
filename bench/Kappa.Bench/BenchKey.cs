namespace Kappa.Bench;

/// <summary>A key of 16 bytes without a string.</summary>
/// <param name="High">First eight bytes, big-endian.</param>
/// <param name="Low">Last eight bytes, big-endian.</param>
internal readonly record struct BenchKey(ulong High, ulong Low)
{
    /// <summary>The n-th key: spread over all of the space, different for different n.</summary>
    public static BenchKey Of(int n)
    {
        ulong mixed = unchecked((ulong)n * 0x9E3779B97F4A7C15UL);
        mixed ^= mixed >> 29;
        return new BenchKey(unchecked(mixed * 0xBF58476D1CE4E5B9UL), (ulong)n);
    }
}
