using Kappa.Building;

namespace Kappa;

/// <summary>What becomes of a record that the code of a topology fails on.</summary>
/// <remarks>
/// What was done is noted in the log with the commit that did it, and every later run of the version does the same: a
/// replay, <c>kappa replay verify</c>, a restart. So a change of mind, or of the handler, changes no result of a
/// version that has run. It is no part of the fingerprint. Immutable.
/// </remarks>
public sealed record FailureAction
{
    private FailureAction(bool skips, string? topic) => (Skips, Topic) = (skips, topic);

    /// <summary>The version stops at its last committed cut, and says why: nothing is lost. The default.</summary>
    public static FailureAction Stop { get; } = new(false, null);

    /// <summary>
    /// The record is passed over, with all that it would have caused in any task of the topology.
    /// </summary>
    public static FailureAction Skip { get; } = new(true, null);

    /// <summary>Whether the version goes on behind the record.</summary>
    public bool Skips { get; }

    /// <summary>The topic that the record goes to; null for none.</summary>
    public string? Topic { get; }

    /// <summary>
    /// As <see cref="Skip"/>, and the live version writes the record to a topic, its bytes and headers as they are,
    /// with headers that say where it is from and why it is there: <c>kappa.failure.topology</c>, <c>.version</c>,
    /// <c>.topic</c>, <c>.partition</c>, <c>.offset</c>, <c>.task</c>, <c>.stage</c>, <c>.error</c>.
    /// </summary>
    /// <param name="topic">
    /// The topic; made with one partition where it is missing. The topology may not read it.
    /// </param>
    /// <exception cref="KappaException">KAP1010: no topic can be called so.</exception>
    public static FailureAction DeadLetter(string topic) => new(true, Names.CheckedTopic(topic));
}
