namespace Kappa.Engine;

/// <summary>A column of a sealed block: numbers of one kind. The order is part of the format.</summary>
internal enum CutColumn
{
    /// <summary>A byte a record: what it is.</summary>
    Tags,

    /// <summary>Of each record how many offsets lie between it and the one before.</summary>
    Offsets,

    /// <summary>Of each record of cuts how many.</summary>
    Counts,

    /// <summary>Of each record of cuts the number of its first less the one that follows the last.</summary>
    Firsts,

    /// <summary>Of each record that says where it begins: that, less where the one before it ended.</summary>
    Bases,

    /// <summary>Of each cut the clock difference.</summary>
    Clocks,

    /// <summary>Of each cut the event time difference.</summary>
    EventTimes,

    /// <summary>Of each cut how many partitions moved.</summary>
    Moved,

    /// <summary>Of each partition that moved how many lie between it and the one before.</summary>
    Gaps,

    /// <summary>Of each partition that moved the offset difference.</summary>
    Ends,

    /// <summary>Records as they are.</summary>
    Verbatim,

    /// <summary>Of each cut the size class. Blocks of version 1 have none.</summary>
    SizeClasses,

    /// <summary>Of each cut the boundary. Blocks of version 1 have none.</summary>
    Boundaries,
}
