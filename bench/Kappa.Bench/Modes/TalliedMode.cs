using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>A benchmark whose every result is seen on its way, and tallied.</summary>
internal abstract class TalliedMode(BenchSite site, BenchOptions options) : RecordsMode(site, options)
{
    protected Tally Found { get; private set; } = new();

    public sealed override void Build(StreamBuilder builder)
    {
        Found = new Tally();
        Describe(Stream(builder), builder);
    }

    public override long Wrong(StreamEngine engine)
    {
        var expected = new Tally();
        Expect(expected);
        return Found.Differing(expected);
    }

    /// <summary>Describes the topology behind the records; it tallies what comes out.</summary>
    protected abstract void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder);

    /// <summary>Works out by the plain model what must come out.</summary>
    protected abstract void Expect(Tally expected);

    /// <summary>Tallies what comes out of windows.</summary>
    protected void Tallied(KTable<Windowed<BenchKey>, long> table)
    {
        Tally found = Found;
        table.ToStream().Peek((window, count) => found.Add(
            window.Key.High, window.Window.StartMs + (window.Window.EndMs << 20), count));
    }

    /// <summary>Adds what <see cref="Tallied"/> finds of a window.</summary>
    protected static void ExpectWindow(Tally expected, int key, long startMs, long endMs, long count) =>
        expected.Add(BenchKey.Of(key).High, startMs + (endMs << 20), count);
}
