namespace Kappa.Crash.Tests;

/// <summary>What a power cut leaves of what was not synced.</summary>
internal enum CutMode
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>All of it.</summary>
    All,

    /// <summary>Some of the names, some of the writes, and pages of others.</summary>
    Some,
}
