using Confluent.Kafka;

namespace Kappa.StreamizHosting;

/// <summary>
/// Hands each record to Streamiz, waits until it is done with it, and takes what it sent: rows of changelogs into
/// Kappa's stores, records of outputs on their way.
/// </summary>
/// <remarks>
/// Streamiz starts with the first record, from the rows of the stores. After a failure the engine makes this operator
/// anew, and Streamiz with it: what it had done for the run that is given up is gone with its own state.
/// </remarks>
internal sealed class StreamizProcessor(
    Func<StreamizSession> open, IReadOnlyDictionary<string, string> storesByChangelog)
    : IProcessor<int, HandedRecord, int, SentRecord>
{
    private readonly Dictionary<string, IKeyValueStore<StreamizKey, StreamizRow>> _stores = [];
    private readonly Dictionary<string, long> _known = []; // What the store of fields says.
    private IKeyValueStore<string, long>? _fields;
    private IProcessorContext<int, SentRecord>? _context;
    private StreamizSession? _session;

    public void Init(IProcessorContext<int, SentRecord> context)
    {
        _context = context;
        _fields = context.KeyValueStore<string, long>(StreamizNames.Fields);
        foreach ((string changelog, string store) in storesByChangelog)
        {
            _stores.Add(changelog, context.KeyValueStore<StreamizKey, StreamizRow>(store));
        }
    }

    public void Process(in Record<int, HandedRecord> record)
    {
        if (_session is null)
        {
            Start();
        }

        foreach (SentRecord sent in _session!.Process(record.Value, _context!.Offset, HeadersOf(_context.Headers)))
        {
            if (_stores.TryGetValue(sent.Topic, out IKeyValueStore<StreamizKey, StreamizRow>? store))
            {
                Keep(store, sent);
            }
            else
            {
                _context.Forward(StreamizGraph.Sent(sent));
            }
        }

        KeepFields();
    }

    public void Close() => _session?.Dispose();

    private static Headers HeadersOf(RecordHeaders headers)
    {
        var all = new Headers();
        for (int index = 0; index < headers.Count; index++)
        {
            RecordHeader header = headers.At(index);
            all.Add(header.Name, header.HasValue ? header.Value.ToArray() : null);
        }

        return all;
    }

    private void KeepFields()
    {
        foreach ((string name, long value) in _session!.ReadFields())
        {
            if (!_known.TryGetValue(name, out long known) || known != value)
            {
                _known[name] = value;
                _fields!.Put(name, value);
            }
        }
    }

    private static void Keep(IKeyValueStore<StreamizKey, StreamizRow> store, SentRecord sent)
    {
        if (sent.Value is null)
        {
            store.Delete(new StreamizKey(sent.Key!));
        }
        else
        {
            store.Put(new StreamizKey(sent.Key!), new StreamizRow(sent.Value, sent.TimestampMs));
        }
    }

    private void Start()
    {
        _session = open(); // Whatever happens from here on, Close ends it.
        foreach ((string name, long value) in _fields!.All())
        {
            _known[name] = value;
        }

        _session.Start(_stores.ToDictionary(store => store.Key, store => store.Value.All().ToArray()), _known);
    }
}
