namespace Kappa.Graph;

/// <summary>Whether an operator uses a part of what comes in.</summary>
internal enum Use
{
    /// <summary>Never, and it hands none on.</summary>
    Ignores,

    /// <summary>It hands the part on: it is used if anybody further on does.</summary>
    Passes,

    /// <summary>It looks at the part itself.</summary>
    Requires,
}
