namespace Kappa.Engine;

/// <summary>What the cuts are like that an engine makes.</summary>
/// <remarks>
/// They are recorded, and whoever follows them comes to the same results whatever is set here. Over a backlog it
/// changes none either, but where a record is out of its place or a transaction stays open. Immutable.
/// </remarks>
public sealed record EngineCuts
{
    /// <summary>
    /// How far a record's timestamp may lie beyond the second lowest of the three behind it in its partition before it
    /// is out of place: it then takes their turn, instead of holding its partition back until its time has come.
    /// </summary>
    /// <value>Zero or more. The default is one hour: clocks that are an hour wrong are common.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan OutOfPlace
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(OutOfPlace));
            field = value;
        }
    } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long cuts wait for an open transaction in a source: its records may come before those of other partitions.
    /// </summary>
    /// <value>Zero or more. The default is ten seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan UndecidedWait
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(UndecidedWait));
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Least distance between two cuts of live traffic; the first record after a pause is cut at once.
    /// </summary>
    /// <value>Zero or more. The default is one millisecond.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan Distance
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(Distance));
            field = value;
        }
    } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How long the median record of live traffic may wait until it is committed: where commits take less, cuts are
    /// further apart than <see cref="Distance"/>, since each costs one.
    /// </summary>
    /// <value>Above zero; null, the default, for cuts that are never further apart than they have to be.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan? LatencyAim
    {
        get;
        init
        {
            if (value is { } aim)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(aim, TimeSpan.Zero, nameof(LatencyAim));
            }

            field = value;
        }
    }
}
