namespace Kappa.Crash.Tests;

/// <summary>
/// Knows of each batch how often it was sent and acknowledged, and so how many copies of it a log may hold: one for
/// each acknowledgement, one or none for each attempt whose outcome nobody knows, and no other.
/// </summary>
/// <remarks>
/// A judgement settles what was unknown: what is in the log then stays, and what is not never comes. Thread-safe.
/// </remarks>
internal sealed class BatchBook(bool batchesAreWhole = true)
{
    private readonly Lock _gate = new();
    private readonly List<SentBatch> _open = [];
    private readonly Dictionary<int, int> _settled = []; // Copies by the number of the record.

    /// <summary>Enters an attempt that has come to its end.</summary>
    public void Add(SentBatch batch)
    {
        lock (_gate) { _open.Add(batch); }
    }

    /// <summary>The same book, which goes on by itself.</summary>
    public BatchBook Clone() => AsOf(DateTimeOffset.MaxValue);

    /// <summary>The book as it was at an instant: later attempts did not happen, later answers did not come.</summary>
    public BatchBook AsOf(DateTimeOffset instant)
    {
        lock (_gate)
        {
            var book = new BatchBook(batchesAreWhole);
            book._open.AddRange(_open.Where(batch => batch.Sent < instant).Select(
                batch => batch.Acknowledged < instant ? batch : batch with { Acknowledged = null }));
            foreach ((int number, int copies) in _settled)
            {
                book._settled.Add(number, copies);
            }

            return book;
        }
    }

    /// <summary>Compares with what a log holds, and settles it.</summary>
    /// <param name="copies">How often each record is there, by number.</param>
    public void Judge(IReadOnlyDictionary<int, int> copies)
    {
        lock (_gate)
        {
            foreach (IGrouping<int, SentBatch> batch in _open.GroupBy(batch => batch.First))
            {
                JudgeBatch([.. batch], copies);
            }

            _open.Clear();
            foreach (int number in copies.Keys.Union(_settled.Keys))
            {
                (int count, int settled) = (copies.GetValueOrDefault(number), _settled.GetValueOrDefault(number));
                if (count != settled)
                {
                    Assert.Fail($"Record {number} is there {count} times, and there are reasons for {settled}.");
                }
            }
        }
    }

    private void JudgeBatch(SentBatch[] attempts, IReadOnlyDictionary<int, int> copies)
    {
        int acknowledged = attempts.Count(attempt => attempt.Acknowledged is not null);
        int first = attempts[0].First;
        int moreOfFirst = copies.GetValueOrDefault(first) - _settled.GetValueOrDefault(first);
        for (int number = first; number < first + attempts[0].Count; number++)
        {
            int found = copies.GetValueOrDefault(number);
            int more = found - _settled.GetValueOrDefault(number);
            if (more < acknowledged || more > attempts.Length || (batchesAreWhole && more != moreOfFirst))
            {
                Assert.Fail(
                    $"Record {number} of batch {first} is there {found} times, {more} more than before, and the " +
                    $"first of the batch {moreOfFirst} more: it was sent {attempts.Length} times since, " +
                    $"{acknowledged} of them acknowledged.");
            }

            _settled[number] = found;
        }
    }
}
