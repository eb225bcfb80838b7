using ZstdSharp;

namespace Kappa.Logs;

/// <summary>Decompresses Zstandard.</summary>
/// <remarks>
/// In one call, which takes no memory for the frame's window: what it declares costs nothing. Where the target is too
/// small, it begins again with a larger one; the next batch finds it large enough.
/// </remarks>
internal static class ZstdReader
{
    /// <summary>Decompresses frames that take up all of the source.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(Decompressor context, ReadOnlySpan<byte> source, ExpansionBuffer target)
    {
        try
        {
            while (true)
            {
                if (context.TryUnwrap(source, target.Free, out int written))
                {
                    target.Length = written;
                    return null;
                }

                if (!target.TryGrow())
                {
                    return BatchDecompressor.TooLarge(target.Limit);
                }
            }
        }
        catch (ZstdException error)
        {
            return $"the Zstandard frame is malformed ({error.Message})";
        }
    }
}
