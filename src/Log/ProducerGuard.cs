namespace Kappa.Logs;

/// <summary>
/// What a producer refuses before it asks its log, and that it is dead after any error: the same on every log.
/// </summary>
/// <remarks>What is refused for its arguments alone kills nothing.</remarks>
/// <param name="isTransactional">Whether the producer has a transactional id.</param>
internal sealed class ProducerGuard(bool isTransactional)
{
    private Exception? _failure;

    /// <exception cref="Exception">What killed the producer.</exception>
    public void ThrowIfDead()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    /// <exception cref="ArgumentException">There are no records.</exception>
    public void CheckAppend(RecordBuffer records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Records == 0)
        {
            throw new ArgumentException("An append needs at least one record.", nameof(records));
        }

        ThrowIfDead();
    }

    /// <exception cref="InvalidOperationException">The producer has no transactional id.</exception>
    /// <exception cref="KappaException">KAP2108: the name is not allowed.</exception>
    public void CheckOffset(string group, long offset)
    {
        GroupName.Check(group);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (!isTransactional)
        {
            throw new InvalidOperationException(
                "Offsets of a group go with a transaction: open the producer with a transactional id.");
        }

        ThrowIfDead();
    }

    /// <summary>From now on the producer answers with this error.</summary>
    /// <returns>The error.</returns>
    public Exception Kill(Exception error) => _failure = error;

    /// <summary>The producer is closed; an earlier error stays its answer.</summary>
    public void Close() => _failure ??= new ObjectDisposedException(nameof(ILogProducer));
}
