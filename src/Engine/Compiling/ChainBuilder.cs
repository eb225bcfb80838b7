using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Puts processors together to a chain: the last operators first.</summary>
/// <remarks>
/// Each operator leaves the processor that what it reads is to call, one for each of its inputs. It is found again by
/// the types that the compilers bring; no reflection.
/// </remarks>
internal sealed class ChainBuilder(TaskContext context, IChainStores stores, TaskTimes? times = null)
{
    private readonly Dictionary<(Node Node, int Input), object> _processors = [];

    /// <summary>What is true of the record in progress, for operators that ask.</summary>
    public TaskContext Context { get; } = context;

    /// <summary>Operators that end with the task.</summary>
    public List<IDisposable> Closing { get; } = [];

    /// <summary>Leaves the processor of an operator for those that it reads.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="processor">The processor; its types are those of the input.</param>
    /// <param name="input">Number of the input among <see cref="Node.Inputs"/>.</param>
    public void Add(Node node, object processor, int input = 0) => _processors.Add((node, input), processor);

    /// <summary>What an operator is to call with its results.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="port">Name of the output; empty where there is one only.</param>
    public Processor<TKey, TValue> Next<TKey, TValue>(Node node, string port = "")
    {
        var output = new NodeOutput(node, port);
        Processor<TKey, TValue>[] next = [.. node.Children.Distinct()
            .SelectMany(child => child.Inputs.Select((from, input) => (child, from, input)))
            .Where(edge => edge.from == output && _processors.ContainsKey((edge.child, edge.input)))
            .Select(edge => (Processor<TKey, TValue>)_processors[(edge.child, edge.input)])];
        return next.Length switch
        {
            0 => new Nothing<TKey, TValue>(),
            1 => next[0],
            _ => new FanOut<TKey, TValue>(next),
        };
    }

    /// <summary>What follows an operator, each by the name of its node.</summary>
    public NextByName<TKey, TValue> NextByName<TKey, TValue>(Node node) => new(
        Next<TKey, TValue>(node),
        node.Children.Distinct().ToDictionary(
            child => child is ISinkNode sink ? sink.Topic : child.Name,
            child => child.Inputs.Select((from, input) => (from, input)).Where(edge => edge.from.Node == node)
                .Select(edge => _processors.GetValueOrDefault((child, edge.input))).OfType<Processor<TKey, TValue>>()
                .FirstOrDefault() ?? new Nothing<TKey, TValue>(),
            StringComparer.Ordinal),
        node.Name + ".");

    /// <summary>Takes in an operator that waits for time; of several, what is further on is taken in first.</summary>
    public void AddTimed(ITimed timed) => (times ?? throw new InvalidOperationException(
        "An operator waits for time that does not say so in its traits. This is a bug in Kappa.")).AddFirst(timed);

    /// <summary>Puts before a processor at an input of the task what sees the time of each record.</summary>
    public Processor<TKey, TValue> Timed<TKey, TValue>(Processor<TKey, TValue> next) =>
        times is null ? next : new StreamTimeProcessor<TKey, TValue>(times, next);

    /// <summary>
    /// Puts before the first processor of a source what finds the time of each record, then what sees it.
    /// </summary>
    public Processor<TKey, TValue> AtSource<TKey, TValue>(
        Node source, SourceTimes<TKey, TValue>? own, Processor<TKey, TValue> next)
    {
        Processor<TKey, TValue> timed = Timed(next);
        if (own is null)
        {
            return timed;
        }

        OperatorTime? partition = own.KeepsTime ? new OperatorTime(source.Name) : null;
        if (partition is not null)
        {
            AddTimed(partition);
        }

        return new SourceTimeProcessor<TKey, TValue>(own, partition, Context, timed);
    }

    /// <summary>What a derived table is to call with its updates: its store first, if it has one.</summary>
    public Processor<TKey, Change<TValue>> Rows<TKey, TValue>(DerivedTableNode<TKey, TValue> node)
    {
        Processor<TKey, Change<TValue>> next = Next<TKey, Change<TValue>>(node);
        return node.Result switch
        {
            null => next,
            VersionedStoreSpec<TKey, TValue> versions =>
                new VersionedRowsProcessor<TKey, TValue>(Store(versions), next),
            _ => new TableRowsProcessor<TKey, TValue>(Store(node.Result), next),
        };
    }

    /// <summary>Keeps records as a table.</summary>
    public Processor<TKey, TValue> Kept<TKey, TValue>(
        StoreSpec<TKey, TValue> spec, Processor<TKey, Change<TValue>> next) =>
        spec is VersionedStoreSpec<TKey, TValue> versions
            ? new VersionedTableProcessor<TKey, TValue>(Store(versions), next)
            : new TableSourceProcessor<TKey, TValue>(Store(spec), next);

    /// <summary>Finds the rows of a table that is kept.</summary>
    public TableLookup<TKey, TValue> Lookup<TKey, TValue>(StoreSpec<TKey, TValue> spec) =>
        spec is VersionedStoreSpec<TKey, TValue> versions
            ? new VersionLookup<TKey, TValue>(Store(versions)) : new RowLookup<TKey, TValue>(Store(spec));

    /// <summary>A store of the task, the same for each operator that asks for it.</summary>
    public KeyValueStore<TKey, TValue> Store<TKey, TValue>(StoreSpec<TKey, TValue> spec) => stores.Of(spec);

    /// <inheritdoc cref="Store{TKey,TValue}(StoreSpec{TKey,TValue})"/>
    public WindowStore<TKey, TValue> Store<TKey, TValue>(WindowStoreSpec<TKey, TValue> spec) => stores.Of(spec);

    /// <inheritdoc cref="Store{TKey,TValue}(StoreSpec{TKey,TValue})"/>
    public BufferStore<TKey, TValue> Store<TKey, TValue>(BufferStoreSpec<TKey, TValue> spec) => stores.Of(spec);

    /// <inheritdoc cref="Store{TKey,TValue}(StoreSpec{TKey,TValue})"/>
    public VersionedStore<TKey, TValue> Store<TKey, TValue>(VersionedStoreSpec<TKey, TValue> spec) => stores.Of(spec);

    /// <inheritdoc cref="Store{TKey,TValue}(StoreSpec{TKey,TValue})"/>
    public SessionStore<TKey, TValue> Store<TKey, TValue>(SessionStoreSpec<TKey, TValue> spec) => stores.Of(spec);

    /// <inheritdoc cref="Store{TKey,TValue}(StoreSpec{TKey,TValue})"/>
    public TimeBuffer<TKey, Buffered<TValue>> Store<TKey, TValue>(HeldStoreSpec<TKey, TValue> spec) =>
        stores.Of(spec);

    /// <inheritdoc cref="Store{TKey,TValue}(StoreSpec{TKey,TValue})"/>
    public RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>> Store<TForeign, TKey, TValue>(
        SubscriberStoreSpec<TForeign, TKey, TValue> spec) => stores.Of(spec);
}
