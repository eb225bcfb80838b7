using System.Diagnostics.CodeAnalysis;

namespace Kappa;

/// <summary>Grouped streams whose records are folded into the same totals of sessions.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TTotal">Type of the totals.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed class SessionWindowedCogroupedKStream<TKey, TTotal>
{
    private readonly CogroupedKStream<TKey, TTotal> _streams;
    private readonly SessionWindows _windows;

    internal SessionWindowedCogroupedKStream(CogroupedKStream<TKey, TTotal> streams, SessionWindows windows) =>
        (_streams, _windows) = (streams, windows);

    /// <summary>
    /// Folds the records of each key and session into a total. Records with a null key are left out. Each stream goes
    /// by its own time: a record is late by those of its stream.
    /// </summary>
    /// <param name="initializer">Makes the total that a session begins with; the same each time.</param>
    /// <param name="sessionMerger">
    /// (key, total, other total) => the total of the session that two become. It must not change what it is given.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from that of the first stream. Its retention is
    /// gap and grace, or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget sessions that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, TTotal> Aggregate(
        Func<TTotal> initializer, Func<TKey, TTotal, TTotal, TTotal> sessionMerger, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        ArgumentNullException.ThrowIfNull(sessionMerger);
        return _streams.Fold(_windows, initializer, sessionMerger, materialized);
    }
}
