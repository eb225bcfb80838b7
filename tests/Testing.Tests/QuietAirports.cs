namespace Kappa.Testing.Tests;

/// <summary>Says once an hour, by stream time, which airports have sent no flight for a day.</summary>
internal sealed class QuietAirports : IProcessor<string, string, string, string>
{
    private IProcessorContext<string, string> _context = null!;
    private IKeyValueStore<string, long> _lastSeen = null!;

    public void Init(IProcessorContext<string, string> context)
    {
        _context = context;
        _lastSeen = context.KeyValueStore<string, long>("last-seen");
        context.Schedule(TimeSpan.FromHours(1), PunctuationType.StreamTime, Report);
    }

    public void Process(in Record<string, string> record) => _lastSeen.Put(record.Key!, record.TimestampMs);

    private void Report(long now)
    {
        long dayAgo = now - (long)TimeSpan.FromDays(1).TotalMilliseconds;
        foreach ((string airport, long _) in _lastSeen.All().Where(seen => seen.Value < dayAgo))
        {
            _context.Forward(airport, "quiet");
            _lastSeen.Delete(airport);
        }
    }
}
