using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Stores of windows in the hands of an operator of the user's own.</summary>
public sealed class OwnWindowStoreTests
{
    private const int SizeMs = 10;
    private const int RetentionMs = 100;
    private const int Rounds = 6;

    [Fact]
    public void Windows_are_put_read_fetched_in_both_directions_and_taken_out()
    {
        var seen = new List<string>();
        RunOne(store =>
        {
            store.Put("k", "ten", 10);
            store.Put("k", "thirty", 30);
            store.Put("k", "twenty", 20);
            store.Put("other", "x", 20);
            store.Delete("k", 30);
            store.Put("k", "forty", 40);
            seen.Add(store.TryGet("k", 20, out string? value) ? value : "none");
            seen.Add(store.TryGet("k", 30, out _) ? "there" : "gone");
            seen.Add(Text(store.Fetch("k", 10, 40)));
            seen.Add(Text(store.Fetch("k", 11, 40, backward: true)));
            seen.Add(string.Join(' ', store.Fetch("k", 40, 10).Select(row => row.Value)));
        });

        Assert.Equal(["twenty", "gone", "10=ten 20=twenty 40=forty", "40=forty 20=twenty", ""], seen);
    }

    [Fact]
    public void A_window_that_the_latest_start_has_passed_by_the_retention_is_gone_and_takes_nothing()
    {
        var seen = new List<bool>();
        RunOne(store =>
        {
            store.Put("k", "old", 100);
            store.Put("k", "new", 100 + RetentionMs);
            seen.Add(store.TryGet("k", 100, out _));
            store.Put("k", "late", 100);
            seen.Add(store.TryGet("k", 100, out _));
            store.Put("k", "in time", 101);
            seen.Add(store.TryGet("k", 101, out _));
        });

        Assert.Equal([false, false, true], seen);
    }

    [Fact]
    public void A_store_of_one_kind_is_not_one_of_the_other()
    {
        KappaException error = Assert.Throws<KappaException>(() => Run(
            Topology(context => context.KeyValueStore<string, string>("mine"), (_, _) => { })));

        Assert.Equal("KAP5142", error.Code);
    }

    [Fact]
    public void A_start_before_1970_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            try
            {
                RunOne(store => store.Put("k", "v", -1));
            }
            catch (KappaException error)
            {
                throw error.InnerException!;
            }
        });

    [Theory]
    [InlineData(0, 100, "KAP1060")]
    [InlineData(10, 9, "KAP1063")]
    public void A_size_or_retention_that_cannot_be_is_refused(int sizeMs, int retentionMs, string code)
    {
        KappaException error = Assert.Throws<KappaException>(() => Stores.Window<string, string>(
            "mine", TimeSpan.FromMilliseconds(sizeMs), TimeSpan.FromMilliseconds(retentionMs)));

        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void Random_puts_with_restarts_and_small_caches_read_as_a_model_does_and_replay_to_the_same_bytes()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 1));
                long time = 0;
                string live = RestartedRun.Live(log, Recording, random, steps: 30, () =>
                {
                    for (int record = random.Next(15); record > 0; record--)
                    {
                        time += random.Next(20) == 0 ? 70 : random.Next(4);
                        log.Append("in", 0, ($"k{random.Next(4)}", $"v{random.Next(1_000)}", time));
                    }
                });

                string replayed = RestartedRun.Replay(log, Recording, random);

                Assert.Equal(live, replayed);
                Assert.Equal(Model(log), log.Values("read"));
            });
        }
    }

    /// <summary>
    /// Puts each value, or, for every fifth one, takes the window out; then reads those of the key.
    /// </summary>
    private static Topology Recording() => Topology(_ => { }, (store, record) =>
    {
        long start = record.TimestampMs - (record.TimestampMs % SizeMs);
        if (record.Value![^1] is '0' or '5')
        {
            store.Delete(record.Key!, start);
        }
        else
        {
            store.Put(record.Key!, record.Value, start);
        }
    });

    private static string[] Model(EmbeddedLog log)
    {
        var rows = new SortedDictionary<(string Key, long Start), string>();
        long latest = long.MinValue;
        var read = new List<string>();
        foreach ((int _, byte[]? key, byte[]? value, long timestampMs, long _) in Observed.Walk(log, "in"))
        {
            string text = System.Text.Encoding.UTF8.GetString(value!);
            string name = System.Text.Encoding.UTF8.GetString(key!);
            long start = timestampMs - (timestampMs % SizeMs);
            if (text[^1] is '0' or '5')
            {
                rows.Remove((name, start));
            }
            else
            {
                latest = Math.Max(latest, start);
                if (start > latest - RetentionMs)
                {
                    rows[(name, start)] = text;
                }
            }

            read.Add(string.Join(' ', rows.Where(row => row.Key.Key == name && row.Key.Start > latest - RetentionMs)
                .Select(row => $"{row.Key.Start}={row.Value}")));
        }

        return [.. read];
    }

    private static string Text(IEnumerable<KeyValuePair<long, string>> windows) =>
        string.Join(' ', windows.Select(window => $"{window.Key}={window.Value}"));

    private static void RunOne(Action<IWindowStore<string, string>> process) =>
        Run(Topology(_ => { }, (store, _) => process(store)));

    private static void Run(Topology topology)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "v", 1));
        EngineModes.RunLive(log, topology);
    }

    private static Topology Topology(
        Action<IProcessorContext> init, Action<IWindowStore<string, string>, Record<string, string>> process)
    {
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.Window<string, string>(
            "mine", TimeSpan.FromMilliseconds(SizeMs), TimeSpan.FromMilliseconds(RetentionMs)));
        builder.Stream<string, string>("in").Process(() => new Windowing(init, process), "mine").To("read");
        return builder.Build("windowing");
    }

    /// <summary>Does something with the store, then sends on what the windows of the record's key are.</summary>
    private sealed class Windowing(
        Action<IProcessorContext> init, Action<IWindowStore<string, string>, Record<string, string>> process)
        : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string> _context = null!;
        private IWindowStore<string, string> _store = null!;

        public void Init(IProcessorContext<string, string> context)
        {
            init(context);
            (_context, _store) = (context, context.WindowStore<string, string>("mine"));
        }

        public void Process(in Record<string, string> record)
        {
            process(_store, record);
            _context.Forward(record.Key!, Text(_store.Fetch(record.Key!, 0, long.MaxValue)));
        }
    }
}
