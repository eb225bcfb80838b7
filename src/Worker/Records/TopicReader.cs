using System.IO.Pipelines;
using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>Reads a topic as envelopes: partitions merged by timestamp, each one in offset order. One thread.</summary>
internal sealed class TopicReader : IDisposable
{
    private const int FlushBytes = 64 << 10;

    private readonly ILog _log;
    private readonly RecordQuery _query;
    private readonly TopicPartition[] _partitions;
    private readonly RecordCursor[] _cursors;
    private readonly bool[] _stands; // Whether the cursor stands on a record that has not been written.
    private readonly long[] _ends;

    public TopicReader(ILog log, RecordQuery query)
    {
        (_log, _query) = (log, query);
        TopicDescription topic = TopicService.Require(log, query.Topic);
        if (query.From.Offset is not null && query.Partition is null && topic.Partitions > 1)
        {
            throw HttpErrors.BadParameter("from", query.From.Text, "zero or end, unless --partition names one " +
                "partition");
        }

        _partitions = query.Partition is { } one
            ? [new TopicPartition(topic.Name, one)]
            : topic.ListPartitions();
        IReadOnlyList<PartitionOffsets> bounds = log.Offsets(_partitions);
        _ends = [.. bounds.Select(offsets => offsets.LastStable)];
        _stands = new bool[_partitions.Length];
        _cursors = [.. _partitions.Select((partition, i) => new RecordCursor(log.OpenReader(
            partition, query.From.Offset ??
                (query.From.Text == StartPoint.End ? _ends[i] : bounds[i].Earliest))))];
    }

    /// <summary>Records written so far.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// Writes envelopes until the end that the topic had at the start, the limit, or for as long as it follows.
    /// </summary>
    public async Task CopyToAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await using var lines = new JsonLineWriter(output);
        while (true)
        {
            if (Next() is { } next)
            {
                EnvelopeWriter.Write(lines.Begin(), _cursors[next]);
                lines.End();
                _stands[next] = false;
                if (++Count == _query.Limit)
                {
                    break;
                }
            }

            bool isEmpty = !_stands.AsSpan().Contains(true) && Next() is null;
            if ((isEmpty || lines.UnflushedBytes > FlushBytes) && !await lines.FlushAsync(cancellationToken))
            {
                return;
            }

            if (isEmpty && (!_query.Follow || !await MoveEndsAsync(cancellationToken)))
            {
                return;
            }
        }

        await lines.FlushAsync(cancellationToken);
    }

    public void Dispose()
    {
        foreach (RecordCursor cursor in _cursors)
        {
            cursor.Dispose();
        }
    }

    /// <summary>The cursor with the earliest record; the lower partition where two are equal.</summary>
    private int? Next()
    {
        int? next = null;
        for (int i = 0; i < _cursors.Length; i++)
        {
            _stands[i] = _stands[i] || _cursors[i].MoveNext(_ends[i]);
            if (_stands[i] && (next is null || _cursors[i].TimestampMs < _cursors[next.Value].TimestampMs))
            {
                next = i;
            }
        }

        return next;
    }

    private async Task<bool> MoveEndsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            long seen = _log.ChangeNumber;
            bool moved = false;
            IReadOnlyList<PartitionOffsets> bounds = _log.Offsets(_partitions);
            for (int i = 0; i < _ends.Length; i++)
            {
                moved |= bounds[i].LastStable > _ends[i];
                _ends[i] = bounds[i].LastStable;
            }

            if (moved)
            {
                return true;
            }

            await _log.WaitForChangeAsync(seen, cancellationToken);
        }
    }
}
