using System.Globalization;

namespace Kappa.Engine.Tests;

/// <summary>Two operators with clocks, schedules, stores and random numbers, an exchange between them.</summary>
internal static class TimedTopology
{
    public static Topology Build(string name = "timed")
    {
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.KeyValue<string, string>("seen"));
        builder.AddStateStore(Stores.KeyValue<string, string>("ticks"));
        builder.Stream<string, string>("in")
            .Process(() => new Ticker(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(70), "seen"), "seen")
            .SelectKey((_, value) => value.Length == 0 ? "none" : value[..1])
            .GroupByKey().Aggregate(() => "", (_, value, total) => $"{total};{value}", Materialized.As("totals"))
            .ToStream()
            .ProcessValues(() => new Stamper("ticks"), "ticks")
            .To("out");
        return builder.Build(name);
    }

    /// <summary>Passes on what it has seen, and what time says; keeps the last of both.</summary>
    private sealed class Ticker(TimeSpan clock, TimeSpan streamTime, string store)
        : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string> _context = null!;
        private IKeyValueStore<string, string> _store = null!;

        public void Init(IProcessorContext<string, string> context)
        {
            _context = context;
            _store = context.KeyValueStore<string, string>(store);
            context.Schedule(clock, PunctuationType.WallClockTime, now => Tick("clock", now));
            context.Schedule(streamTime, PunctuationType.StreamTime, now => Tick("stream", now));
        }

        public void Process(in Record<string, string> record)
        {
            string last = _store.TryGet(record.Key!, out string? value) ? value : "";
            string now = $"{record.Value}@{_context.Now.ToUnixTimeMilliseconds()}#{_context.Random.Next(1000)}";
            _store.Put(record.Key!, now);
            _context.Forward(record.WithValue(last.Length == 0 ? now : $"{now}<{last[..1]}"));
        }

        private void Tick(string type, long now)
        {
            _store.Put(type, now.ToString(CultureInfo.InvariantCulture));
            _context.Forward(type, string.Create(
                CultureInfo.InvariantCulture, $"{type[..1]}{now}/{_context.Random.Next(1000)}"));
        }
    }

    /// <summary>Numbers what it passes on, and counts the ticks of its clock.</summary>
    private sealed class Stamper(string store) : IFixedKeyProcessor<string, string, string>
    {
        private IFixedKeyProcessorContext<string, string> _context = null!;
        private IKeyValueStore<string, string> _store = null!;

        public void Init(IFixedKeyProcessorContext<string, string> context)
        {
            _context = context;
            _store = context.KeyValueStore<string, string>(store);
            context.Schedule(
                TimeSpan.FromMilliseconds(1700), PunctuationType.WallClockTime,
                now => _store.Put("ticks", $"{(_store.TryGet("ticks", out string? before) ? before : "")}.{now}"));
        }

        public void Process(in FixedKeyRecord<string, string> record) =>
            _context.Forward(record.WithValue($"{record.Value}|{_context.StreamTimeMs}"));
    }
}
