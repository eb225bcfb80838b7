namespace Kappa.Fuzz;

/// <summary>Checks that decoding takes memory for what there is, not for what its bytes declare.</summary>
internal static class FuzzMemory
{
    private const int MaxFactor = 16;

    // A reader's buffers, the text of an error, a log in memory: the same for one byte as for a thousand.
    private const long FixedBytes = 4 << 20;

    // Whatever its size, a batch may become 16 MB (ExpansionLimit), which memory reaches by doubling: twice that in
    // all, and the pool's arrays are larger than what is asked for.
    private const long ExpansionBytes = 3L * (16 << 20);

    /// <summary>What this thread has allocated so far.</summary>
    public static long Now => GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Checks what one decoder has allocated.</summary>
    /// <param name="before"><see cref="Now"/> before it began.</param>
    /// <param name="input">Bytes of its input.</param>
    /// <param name="mayExpand">Whether it decompresses; else there is no reason to take that much.</param>
    public static void Check(long before, int input, bool mayExpand = true)
    {
        long allocated = Now - before;
        long limit = FixedBytes + (mayExpand ? ExpansionBytes : 0) + ((long)MaxFactor * input);
        if (allocated > limit)
        {
            throw new InvalidOperationException(
                $"{allocated:N0} bytes were allocated for {input:N0}; the most is {limit:N0}.");
        }
    }
}
