using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>One partition of one subtopology: its operators, its rows, its times.</summary>
internal sealed class InterpretedTask : IStoreVisitor<StoredRows>
{
    private readonly Dictionary<Node, Action<int, Item>> _operators = [];
    private readonly Dictionary<Node, Func<Item, long?>> _times = [];
    private readonly Dictionary<string, StoredRows> _stores;
    private LaneItem? _current;

    public InterpretedTask(Interpretation all, Subtopology sub, int number)
    {
        (All, Sub, Number) = (all, sub, number);
        _stores = sub.Stores.ToDictionary(store => store.Name, store => store.Accept(this));
        var operators = new Operators(this);
        foreach (Node node in sub.Nodes.Concat(sub.Reads.Where(input => input is ISourceNode)).Distinct())
        {
            node.Accept(operators);
        }
    }

    public Interpretation All { get; }

    public Subtopology Sub { get; }

    public int Number { get; }

    public Cut Cut { get; private set; }

    /// <summary>The highest timestamp that came in, in a task that has something to do by time.</summary>
    public long StreamTimeMs { get; private set; } = long.MinValue;

    /// <summary>The record that caused what is being processed; null for a timer.</summary>
    public SourceRecord? Cause => _current?.Cause;

    public int Place => _current?.Place ?? -1;

    /// <summary>What time calls, in the order of the operators.</summary>
    public List<Timer> Timers { get; } = [];

    public StoredRows Store(string name) => _stores[name];

    public IEnumerable<StoredRow> Visible(string store) =>
        _stores.TryGetValue(store, out StoredRows? rows) ? rows.Visible : [];

    public void Add(Node node, Action<int, Item> take) => _operators.Add(node, take);

    /// <summary>Lets a source find the times of its records; null drops one.</summary>
    public void AddTimes(Node source, Func<Item, long?> find) => _times.Add(source, find);

    /// <summary>Processes what a slice has for the task.</summary>
    public void Run(Cut cut, IEnumerable<LaneItem> items)
    {
        (Cut, _current) = (cut, null);
        CallTimers(PunctuationType.WallClockTime, cut.ClockMs);
        foreach (LaneItem taken in items)
        {
            long? time = _times.TryGetValue(taken.Input, out Func<Item, long?>? find)
                ? find(taken.Item) : taken.Item.TimestampMs;
            if (time is not { } timestampMs)
            {
                continue;
            }

            LaneItem item = taken with { Item = taken.Item with { TimestampMs = timestampMs } };
            _current = item;
            bool moved = item.Input is not IGlobalNode && item.Item.TimestampMs > StreamTimeMs;
            StreamTimeMs = moved ? item.Item.TimestampMs : StreamTimeMs;
            Enter(item);
            if (moved)
            {
                CallTimers(PunctuationType.StreamTime, StreamTimeMs);
            }
        }
    }

    /// <summary>
    /// Hands an item to all that read an output, in the order of attachment, each with all behind it.
    /// </summary>
    public void Send(Node node, Item item, string port = "")
    {
        var output = new NodeOutput(node, port);
        foreach (Node child in node.Children.Distinct())
        {
            for (int input = 0; input < child.Inputs.Count; input++)
            {
                if (child.Inputs[input] == output)
                {
                    SendTo(child, input, item);
                }
            }
        }
    }

    /// <summary>Hands an item to one operator that is in this task.</summary>
    public void SendTo(Node child, int input, Item item)
    {
        if (_operators.TryGetValue(child, out Action<int, Item>? take))
        {
            take(input, item);
        }
    }

    StoredRows IStoreVisitor<StoredRows>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) => new();

    StoredRows IStoreVisitor<StoredRows>.Visit<TKey, TValue>(WindowStoreSpec<TKey, TValue> store) =>
        new() { AdvanceMs = store.AdvanceMs, RetentionMs = store.RetentionMs };

    StoredRows IStoreVisitor<StoredRows>.Visit<TKey, TValue>(BufferStoreSpec<TKey, TValue> store) => new();

    StoredRows IStoreVisitor<StoredRows>.Visit<TKey, TValue>(VersionedStoreSpec<TKey, TValue> store) =>
        new() { Versions = new StoredVersions(store.HistoryMs) };

    StoredRows IStoreVisitor<StoredRows>.Visit<TKey, TValue>(SessionStoreSpec<TKey, TValue> store) =>
        new() { AdvanceMs = 1, RetentionMs = store.RetentionMs };

    /// <summary>What is held back is with who holds it.</summary>
    StoredRows IStoreVisitor<StoredRows>.Visit<TKey, TValue>(HeldStoreSpec<TKey, TValue> store) => new();

    StoredRows IStoreVisitor<StoredRows>.Visit<TForeign, TKey, TValue>(
        SubscriberStoreSpec<TForeign, TKey, TValue> store) => new();

    private void Enter(LaneItem item)
    {
        if (item.Input is ISourceNode)
        {
            _operators[item.Input](0, item.Item);
        }
        else
        {
            Send(item.Input, item.Item);
        }
    }

    private void CallTimers(PunctuationType type, long nowMs)
    {
        foreach (Timer timer in Timers.Where(timer => timer.Type == type))
        {
            timer.On(nowMs);
        }
    }
}
