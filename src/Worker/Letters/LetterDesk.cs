using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>
/// Settles dead letters: writes their records to the source once more, or says that nobody needs them.
/// </summary>
/// <remarks>
/// A letter stays where it is; a note behind it says what became of it. The note and the record that is tried again are
/// one transaction, and whoever settles letters of a topic fences who did before: no letter is retried twice.
/// </remarks>
internal sealed class LetterDesk : IDisposable
{
    private const int CommitLetters = 1_000;
    private const int CommitBytes = 4 << 20;

    private readonly ILog _log;
    private readonly TopicDescription _topic;
    private readonly LetterOutcome _outcome;
    private readonly SettleLettersRequest _request;
    private readonly long _now;
    private readonly ILogProducer _producer;
    private readonly Dictionary<TopicPartition, RecordBuffer> _buffers = [];
    private int _pending;

    private LetterDesk(
        ILog log, TopicDescription topic, LetterOutcome outcome, SettleLettersRequest request, TimeProvider time)
    {
        (_log, _topic, _outcome, _request) = (log, topic, outcome, request);
        _now = time.GetUtcNow().ToUnixTimeMilliseconds();
        _producer = log.OpenProducer($"kappa.{topic.Name}.letters");
    }

    private long Settled { get; set; }

    /// <summary>Settles letters of a topic.</summary>
    /// <exception cref="KappaException">
    /// KAP2103 (exit 3): there is no such topic. KAP6221 (exit 2), KAP6222 (exit 3), KAP6223 (exit 5): as
    /// <see cref="LetterBook.Choose"/> says. KAP6224 (exit 5): the source of one is not there any more.
    /// </exception>
    public static SettledLetters Settle(
        ILog log, string topic, LetterOutcome outcome, SettleLettersRequest request, TimeProvider time)
    {
        using var desk = new LetterDesk(log, TopicService.Require(log, topic), outcome, request, time);
        desk.Run();
        return new SettledLetters(topic, LetterHeaders.WordOf(outcome), desk.Settled);
    }

    public void Dispose()
    {
        _producer.Dispose();
        foreach (RecordBuffer buffer in _buffers.Values)
        {
            buffer.Dispose();
        }
    }

    /// <summary>The book is read after the producer was opened: what others have settled until then is in it.</summary>
    private void Run()
    {
        foreach (IGrouping<int, LetterPlace> letters in
            LetterBook.Read(_log, _topic).Choose(_request.Letters).GroupBy(place => place.Partition))
        {
            var partition = new TopicPartition(_topic.Name, letters.Key);
            using var cursor = new RecordCursor(_log.OpenReader(partition, letters.First().Offset));
            foreach (LetterPlace place in letters)
            {
                while (cursor.MoveNext(place.Offset + 1))
                {
                    // Those between are not asked for; the last one below this end is the letter.
                }

                Settle(place, cursor);
            }
        }

        Commit();
    }

    private void Settle(LetterPlace place, RecordCursor letter)
    {
        if (_outcome == LetterOutcome.Retried)
        {
            TopicPartition source = LetterHeaders.SourceOf(letter.Headers)!.Value;
            if (_log.Find(source.Topic) is not { } topic || source.Partition >= topic.Partitions)
            {
                throw LetterErrors.NoSource(_topic.Name, place, source, Settled);
            }

            BufferOf(source).Add(
                letter.TimestampMs, letter.HasKey, letter.Key, letter.HasValue, letter.Value,
                LetterHeaders.Retry(letter.Headers, _topic.Name, place));
        }

        // Without a value: where the topic is compacted, the note takes the letter away.
        BufferOf(new TopicPartition(_topic.Name, place.Partition)).Add(
            _now, letter.HasKey, letter.Key, hasValue: false, [], LetterHeaders.Note(place, _outcome, _request));
        _pending++;
        if (_pending >= CommitLetters || _buffers.Values.Sum(buffer => (long)buffer.Bytes) >= CommitBytes)
        {
            Commit();
        }
    }

    private RecordBuffer BufferOf(TopicPartition partition)
    {
        if (!_buffers.TryGetValue(partition, out RecordBuffer? buffer))
        {
            _buffers.Add(partition, buffer = new RecordBuffer());
        }

        return buffer;
    }

    private void Commit()
    {
        foreach ((TopicPartition partition, RecordBuffer buffer) in _buffers)
        {
            if (buffer.Records > 0)
            {
                _producer.Append(partition, buffer);
            }
        }

        if (_pending > 0)
        {
            _producer.Commit();
        }

        foreach (RecordBuffer buffer in _buffers.Values)
        {
            buffer.Clear();
        }

        Settled += _pending;
        _pending = 0;
    }
}
