using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>Compares a store of numbers with what a model knows.</summary>
internal static class NumberRows
{
    /// <summary>Rows that are wrong, missing or too many.</summary>
    /// <param name="engine">The engine that ran.</param>
    /// <param name="store">Its store.</param>
    /// <param name="expected">What the row of the n-th key must hold; null where there must be none.</param>
    /// <param name="keys">How many keys there are.</param>
    public static long Wrong(StreamEngine engine, string store, Func<int, long?> expected, int keys)
    {
        long wrong = 0;
        bool[] found = new bool[keys];
        var serde = new BenchKeySerde();
        using StoreView view = engine.OpenStore(store);
        foreach ((byte[] rowKey, byte[] value, long _) in view.ScanBytes())
        {
            BenchKey key = serde.Deserialize(rowKey);
            int number = (int)Math.Min(key.Low, int.MaxValue);
            bool isKnown = number < keys && key == BenchKey.Of(number) && !found[number];
            bool isRight = isKnown && expected(number) == Serdes.Int64.Deserialize(value);
            wrong += isRight ? 0 : 1;
            if (isKnown)
            {
                found[number] = true;
            }
        }

        return wrong + Enumerable.Range(0, keys).Count(key => !found[key] && expected(key) is not null);
    }
}
