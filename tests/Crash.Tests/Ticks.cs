using FlightDelays;

namespace Kappa.Crash.Tests;

/// <summary>Counts flights and the ticks of the clock, and adds up what the clock said and what was drawn.</summary>
internal sealed class Ticks(string name) : IFixedKeyProcessor<string, Flight, Flight>
{
    private IFixedKeyProcessorContext<string, Flight> _context = null!;
    private IKeyValueStore<string, long> _store = null!;

    public void Init(IFixedKeyProcessorContext<string, Flight> context)
    {
        (_context, _store) = (context, context.KeyValueStore<string, long>(name));
        context.Schedule(TimeSpan.FromSeconds(2), PunctuationType.WallClockTime, now =>
        {
            Add("ticks", 1);
            Add("clock", now);
        });
        context.Schedule(TimeSpan.FromMilliseconds(50), PunctuationType.StreamTime, now => Add("stream-time", now));
    }

    public void Process(in FixedKeyRecord<string, Flight> record)
    {
        Add("flights", 1);
        Add("drawn", _context.Random.Next(1_000));
    }

    private void Add(string key, long value) =>
        _store.Put(key, (_store.TryGet(key, out long before) ? before : 0) + value);
}
