namespace Kappa.Cli;

/// <summary>How bad a finding is.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It runs, and there is something better.</summary>
    Warning,

    /// <summary>A worker does not run so, or not for long.</summary>
    Wrong,
}
