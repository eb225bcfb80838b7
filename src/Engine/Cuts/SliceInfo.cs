using System.Numerics;

namespace Kappa.Engine;

/// <summary>How a slice was cut: what a reader has to know of it beside its cut and its ends.</summary>
/// <param name="Rule">The ordering rule that its records are merged by, 1 or <see cref="OrderingRule"/>.</param>
/// <param name="SizeClass">
/// How much input it has: 0 for what is not known, else <see cref="EstimatedBytes"/>.
/// </param>
/// <param name="Boundary">
/// 0 where the slice took all that there was. Over a backlog the index, plus one, of the source partition whose record
/// it ends with: the order of the merge goes on right behind that record.
/// </param>
internal readonly record struct SliceInfo(byte Rule, byte SizeClass, int Boundary)
{
    /// <summary>
    /// By place: the highest timestamp that its source partition showed in the slice, source rank by topic name,
    /// partition, offset; what a record causes inherits its place (docs/protocols.md, rule 6).
    /// </summary>
    public const byte OrderingRule = 2;

    /// <summary>By own timestamp, also behind an exchange; ties by source rank, then partition.</summary>
    public const byte OwnTimestampRule = 1;

    /// <summary>A slice of unknown size under the rule of today.</summary>
    public static readonly SliceInfo Unknown = new(OrderingRule, 0, 0);

    /// <summary>Whether records are merged by the place that they inherit.</summary>
    public bool MergesByPlace => Rule >= OrderingRule;

    /// <summary>Bytes of input that a slice of this class has, within a factor of two; not compressed.</summary>
    public long EstimatedBytes => SizeClass == 0 ? 0 : 128L << (2 * Math.Min((int)SizeClass, 24));

    /// <summary>The class of an amount of input: powers of four, so that it takes next to nothing in the log.</summary>
    /// <param name="bytes">Bytes, not compressed.</param>
    public static byte ClassOf(long bytes) =>
        (byte)(1 + ((64 - BitOperations.LeadingZeroCount((ulong)Math.Max(bytes, 0) >> 10) + 1) / 2));
}
