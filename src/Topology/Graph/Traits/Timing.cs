namespace Kappa.Graph;

/// <summary>What an operator is called for beside records.</summary>
internal enum Timing
{
    /// <summary>Nothing: it acts on records alone.</summary>
    None,

    /// <summary>The event time that its task has come to.</summary>
    StreamTime,

    /// <summary>The clock of the cuts.</summary>
    Clock,
}
