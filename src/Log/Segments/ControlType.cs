namespace Kappa.Logs;

/// <summary>What a control batch says.</summary>
public enum ControlType
{
    /// <summary>Nothing: it is a batch of data.</summary>
    None,

    /// <summary>A transaction was committed.</summary>
    Commit,

    /// <summary>A transaction was aborted: its records in this partition do not count.</summary>
    Abort,

    /// <summary>Something that brokers tell each other, or a type that this Kappa does not know.</summary>
    Other,
}
