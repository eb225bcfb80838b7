namespace Kappa.Engine;

/// <summary>What an operator of the user's own sees, whatever its types.</summary>
/// <remarks>Belongs to the task's thread.</remarks>
internal abstract class OwnContext(string node, TaskContext task, IReadOnlyDictionary<string, object> stores)
    : IProcessorContext
{
    private readonly RecordRandom _random = new();
    private readonly List<Schedule> _schedules = [];
    private bool _hasSeed;
    private bool _isOpen;

    /// <summary>Timestamp of the record in progress, else stream time: what is stored gets it.</summary>
    public long TimestampMs { get; private set; }

    public IReadOnlyList<Schedule> Schedules => _schedules;

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(task.Clock.Cut.ClockMs);

    public long StreamTimeMs => task.Clock.StreamTimeMs;

    public Random Random
    {
        get
        {
            if (!_hasSeed)
            {
                bool isRecord = task.HasRecord;
                _random.Seed(
                    isRecord ? task.Source.Topic : "", isRecord ? task.Source.Partition : Partition,
                    isRecord ? task.Offset : task.Clock.Cut.Number, node);
                _hasSeed = true;
            }

            return _random;
        }
    }

    public bool IsReplaying => task.IsReplaying;

    public int Partition => task.Partition;

    public string? Topic => task.HasRecord ? task.Source.Topic : null;

    public long Offset => task.HasRecord ? task.Offset : -1;

    public RecordHeaders Headers => new(task.Headers);

    protected string Node => node;

    public IKeyValueStore<TKey, TValue> KeyValueStore<TKey, TValue>(string name) =>
        Attached(name) as IKeyValueStore<TKey, TValue>
            ?? throw EngineErrors.StoreOfOtherTypes(node, "store", name, typeof(TKey), typeof(TValue));

    public IWindowStore<TKey, TValue> WindowStore<TKey, TValue>(string name) =>
        Attached(name) as IWindowStore<TKey, TValue>
            ?? throw EngineErrors.StoreOfOtherTypes(node, "store of windows", name, typeof(TKey), typeof(TValue));

    public ISchedule Schedule(TimeSpan interval, PunctuationType type, Action<long> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (!_isOpen)
        {
            throw EngineErrors.ScheduledLate(node);
        }

        if (interval < TimeSpan.FromMilliseconds(1))
        {
            throw EngineErrors.IntervalTooShort(node, interval);
        }

        var schedule = new Schedule(
            $"{node}/{_schedules.Count}", (long)interval.TotalMilliseconds, type, callback);
        _schedules.Add(schedule);
        return schedule;
    }

    /// <summary>A record is in progress, or none: then stream time counts.</summary>
    public void Enter(long? timestampMs)
    {
        _hasSeed = false;
        TimestampMs = timestampMs ?? Math.Max(0, Math.Max(StreamTimeMs, task.Clock.Cut.EventTimeMs));
    }

    private object Attached(string name) =>
        stores.GetValueOrDefault(name) ?? throw EngineErrors.StoreNotAttached(node, name, stores.Keys);

    /// <summary>Lets the operator schedule what it needs while it is initialised.</summary>
    protected void Open(Action initialise)
    {
        _isOpen = true;
        initialise();
        _isOpen = false;
    }
}
