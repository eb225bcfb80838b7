using System.Collections.Concurrent;
using ZstdSharp;

namespace Kappa.Logs;

/// <summary>Decompressors of Zstandard that wait for the next reader: each has memory of its own.</summary>
internal static class ZstdContexts
{
    private const int MaxIdle = 16;

    private static readonly ConcurrentBag<Decompressor> Idle = [];

    public static Decompressor Rent() => Idle.TryTake(out Decompressor? context) ? context : new Decompressor();

    public static void Return(Decompressor context)
    {
        if (Idle.Count < MaxIdle)
        {
            Idle.Add(context);
        }
        else
        {
            context.Dispose();
        }
    }
}
