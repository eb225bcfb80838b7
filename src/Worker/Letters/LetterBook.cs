using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>Which letters of a topic are open.</summary>
internal sealed class LetterBook
{
    private readonly string _topic;
    private readonly SortedSet<LetterPlace> _open = [];
    private readonly HashSet<LetterPlace> _settled = [];

    private LetterBook(string topic) => _topic = topic;

    /// <summary>Those that nobody has settled, in the order of their places.</summary>
    public IReadOnlyCollection<LetterPlace> Open => _open;

    /// <summary>Reads a topic as far as it goes now.</summary>
    public static LetterBook Read(ILog log, TopicDescription topic)
    {
        var book = new LetterBook(topic.Name);
        TopicPartition[] partitions = topic.ListPartitions();
        IReadOnlyList<PartitionOffsets> offsets = log.Offsets(partitions);
        for (int i = 0; i < partitions.Length; i++)
        {
            using var cursor = new RecordCursor(log.OpenReader(partitions[i], offsets[i].Earliest));
            while (cursor.MoveNext(offsets[i].LastStable))
            {
                book.Add(new LetterPlace(i, cursor.Offset), cursor.Headers);
            }
        }

        return book;
    }

    /// <summary>Those that a request names, each once, or all that are open.</summary>
    /// <exception cref="KappaException">
    /// KAP6221 (exit 2): what is named is no place. KAP6222 (exit 3): no letter is there. KAP6223 (exit 5): it was
    /// settled before.
    /// </exception>
    public IReadOnlyCollection<LetterPlace> Choose(IReadOnlyList<string>? named)
    {
        if (named is null)
        {
            return _open;
        }

        var chosen = new SortedSet<LetterPlace>(named.Select(LetterPlace.Parse));
        foreach (LetterPlace place in chosen)
        {
            if (!_open.Contains(place))
            {
                throw _settled.Contains(place)
                    ? LetterErrors.SettledBefore(_topic, place)
                    : LetterErrors.NoLetter(_topic, place);
            }
        }

        return chosen;
    }

    private void Add(LetterPlace place, ReadOnlySpan<byte> headers)
    {
        if (LetterHeaders.SettledBy(headers) is { } settled)
        {
            _open.Remove(settled);
            _settled.Add(settled);
        }
        else if (LetterHeaders.SourceOf(headers) is not null)
        {
            _open.Add(place);
        }
    }
}
