using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Finds sources that end in offsets without a record: a cluster counts those of aborted transactions and of their
/// markers, and nobody will ever read them.
/// </summary>
/// <remarks>
/// Looks only where an engine stands still, since it would read what the engine reads. A record that lies there is
/// found at once, and is not looked for again until the engine moves. One thread.
/// </remarks>
/// <param name="log">The log.</param>
/// <param name="partitions">The sources.</param>
internal sealed class EmptyTails(ILog log, TopicPartition[] partitions)
{
    private readonly Tail[] _tails = [.. partitions.Select(_ => new Tail(-1, -1, false))];

    /// <summary>Takes off the ends what is empty.</summary>
    /// <param name="committed">The offset of each source up to which all is committed.</param>
    /// <param name="ends">The end of each; becomes the committed offset where no record lies between them.</param>
    public void TakeOff(ReadOnlySpan<long> committed, Span<long> ends)
    {
        for (int source = 0; source < partitions.Length; source++)
        {
            Tail tail = _tails[source];
            if (committed[source] != tail.From)
            {
                _tails[source] = new Tail(committed[source], committed[source], false); // It moves.
            }
            else if (!tail.HasRecord && ends[source] > tail.EmptyTo)
            {
                _tails[source] = tail = Look(source, tail, ends[source]);
            }

            if (!tail.HasRecord && tail.From == committed[source] && ends[source] <= tail.EmptyTo)
            {
                ends[source] = committed[source];
            }
        }
    }

    private Tail Look(int source, Tail tail, long end)
    {
        try
        {
            using var cursor = new RecordCursor(log.OpenReader(partitions[source], tail.EmptyTo));
            return cursor.MoveNext(end) ? tail with { HasRecord = true } : tail with { EmptyTo = end };
        }
        catch (KappaException error) when (error.ExitCode is ExitCodes.NotFound or ExitCodes.Usage)
        {
            return tail with { HasRecord = true }; // Records are gone, and who was to read them says so.
        }
    }

    /// <param name="From">Where the engine stands.</param>
    /// <param name="EmptyTo">Up to here there is no record.</param>
    /// <param name="HasRecord">Whether there is one behind it.</param>
    private readonly record struct Tail(long From, long EmptyTo, bool HasRecord);
}
