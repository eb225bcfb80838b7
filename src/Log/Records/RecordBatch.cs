using System.Diagnostics;

namespace Kappa.Logs;

/// <summary>One record batch in Kafka's format v2 (magic 2), lying in a reader's buffer.</summary>
/// <remarks>Valid until the reader's next call. <see cref="RecordCursor"/> walks its records.</remarks>
public readonly struct RecordBatch
{
    /// <summary>Bytes that a buffer holds beyond the records, so that parsing need not look where they end.</summary>
    internal const int Slack = 64;

    internal RecordBatch(byte[] buffer, int recordsStart, int recordsEnd, in BatchBounds bounds)
    {
        Debug.Assert(recordsEnd <= buffer.Length - Slack);
        Buffer = buffer;
        RecordsStart = recordsStart;
        RecordsEnd = recordsEnd;
        Bounds = bounds;
    }

    /// <summary>Offsets, times and size.</summary>
    public BatchBounds Bounds { get; }

    internal byte[] Buffer { get; }

    internal int RecordsStart { get; }

    internal int RecordsEnd { get; }
}
