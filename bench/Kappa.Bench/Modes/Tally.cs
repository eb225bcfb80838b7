namespace Kappa.Bench;

/// <summary>What came out of a topology, whatever its order: as many numbers as results, added up.</summary>
/// <remarks>One of every thread: an addition is what a result costs.</remarks>
internal sealed class Tally
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;
    private long _sum;
    private long _results;

    /// <summary>Sum of the numbers of all results.</summary>
    public long Sum => Interlocked.Read(ref _sum);

    /// <summary>How many there were, where they were counted one by one.</summary>
    public long Results => Interlocked.Read(ref _results);

    /// <summary>Adds a result.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="place">Where it belongs under the key: the start of a window, or 0.</param>
    /// <param name="value">Its value.</param>
    public void Add(ulong key, long place, long value)
    {
        Interlocked.Add(ref _sum, Number(key, place, value));
        Interlocked.Increment(ref _results);
    }

    /// <summary>Results that this one has too few or too many; all of them where only their numbers differ.</summary>
    public long Differing(Tally expected)
    {
        long missing = Math.Abs(Results - expected.Results);
        return missing > 0 || Sum == expected.Sum ? missing : expected.Results;
    }

    private static long Number(ulong key, long place, long value)
    {
        unchecked
        {
            ulong mixed = (key ^ ((ulong)place * Multiplier)) * Multiplier;
            mixed = (mixed ^ (mixed >> 29) ^ (ulong)value) * Multiplier;
            return (long)(mixed ^ (mixed >> 31));
        }
    }
}
