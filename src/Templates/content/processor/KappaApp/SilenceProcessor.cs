using Kappa;

namespace KappaApp;

/// <summary>Forwards a sensor when nothing was heard of it for five minutes, and again when it is back.</summary>
public sealed class SilenceProcessor : IProcessor<string, Reading, string, string>
{
    public const string Store = "states";

    private const long LongestSilenceMs = 5 * 60_000;

    private IProcessorContext<string, string> _context = null!;
    private IKeyValueStore<string, SensorState> _states = null!;

    public void Init(IProcessorContext<string, string> context)
    {
        _context = context;
        _states = context.KeyValueStore<string, SensorState>(Store);
        context.Schedule(TimeSpan.FromMinutes(1), PunctuationType.StreamTime, FindSilent);
    }

    public void Process(in Record<string, Reading> record)
    {
        if (record.Key is not { } sensor)
        {
            return;
        }

        if (_states.TryGet(sensor, out SensorState? state) && state.IsSilent)
        {
            _context.Forward(sensor, "back");
        }

        _states.Put(sensor, new SensorState(record.TimestampMs, IsSilent: false));
    }

    private void FindSilent(long now)
    {
        foreach ((string sensor, SensorState state) in _states.All())
        {
            if (!state.IsSilent && now - state.LastSeenMs >= LongestSilenceMs)
            {
                _states.Put(sensor, state with { IsSilent = true });
                _context.Forward(sensor, "silent");
            }
        }
    }
}
