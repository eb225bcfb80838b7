namespace Kappa.Simulation.Tests;

/// <summary>An operator as users write them: a store, and schedules by both times.</summary>
internal sealed class DrawnProcessor(string store, int salt, bool byStreamTime, bool byClock)
    : IProcessor<string, string, string, string>
{
    private IProcessorContext<string, string> _context = null!;
    private IKeyValueStore<string, string> _rows = null!;

    public void Init(IProcessorContext<string, string> context)
    {
        (_context, _rows) = (context, context.KeyValueStore<string, string>(store));
        if (byStreamTime)
        {
            context.Schedule(
                TimeSpan.FromMilliseconds(1 + (salt * 37 % 900)), PunctuationType.StreamTime, now => Flush(now));
        }

        if (byClock)
        {
            context.Schedule(
                TimeSpan.FromSeconds(1 + (salt % 9)), PunctuationType.WallClockTime,
                now => _context.Forward($"c{_context.Partition}", $"clock {now} {_rows.All().Count()}"));
        }
    }

    public void Process(in Record<string, string> record)
    {
        string key = record.Key ?? "none";
        string before = _rows.TryGet(key, out string? found) ? found : "";
        string now = Functions.Cut($"{before}.{record.Value}");
        if (Functions.Mix(now, salt, 9) == 0)
        {
            _rows.Delete(key);
        }
        else
        {
            _rows.Put(key, now);
        }

        _context.Forward(record.WithValue(Functions.Cut(
            $"{now}@{_context.StreamTimeMs % 10_000}/{_context.Topic}{_context.Offset}")));
    }

    private void Flush(long nowMs)
    {
        foreach ((string key, string value) in _rows.All())
        {
            if (Functions.Mix(key + value, salt, 3) == 0)
            {
                _rows.Delete(key);
                _context.Forward(key, Functions.Cut($"{value}!{nowMs % 10_000}"));
            }
        }
    }
}
