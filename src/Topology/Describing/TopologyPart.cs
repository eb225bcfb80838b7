namespace Kappa;

/// <summary>What of a topology outlives a run, and so matters to who changes it.</summary>
public enum TopologyPart
{
    /// <summary>A topic that is read.</summary>
    Source,

    /// <summary>A store.</summary>
    Store,

    /// <summary>An exchange: records that move to the owner of their key.</summary>
    Exchange,

    /// <summary>A topic that is written.</summary>
    Output,
}
