namespace Kappa.Engine;

/// <summary>Follows the recorded cuts only.</summary>
public abstract record FollowerRole : EngineRole
{
    private protected FollowerRole()
    {
    }

    /// <summary>The cut at which an instance without a position begins, with empty stores.</summary>
    /// <value>
    /// 0 or more. The default is 0: from the oldest records on. A later one must be recorded (KAP5111).
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long StartCut
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(StartCut));
            field = value;
        }
    }

    /// <summary>The last cut that it takes up; there it has nothing more to do.</summary>
    /// <value>
    /// The default is none. The committed cuts of a live instance are met exactly, since its runs end at them.
    /// </value>
    public long UntilCut { get; init; } = long.MaxValue;

    /// <summary>
    /// Whether it makes cuts of its own, by event time, where recorded ones are lost: with a notice, since its results
    /// may differ from those of the live run. Otherwise it stops there (KAP5107).
    /// </summary>
    public bool MakesLostCuts { get; init; }

    internal override long LastCut => UntilCut;
}
