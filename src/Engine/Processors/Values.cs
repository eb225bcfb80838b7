using System.Diagnostics.CodeAnalysis;

namespace Kappa.Engine;

/// <summary>Whether values are there.</summary>
/// <remarks>
/// Until it optimises, the runtime puts a struct into a box to compare it with null: 24 bytes for each record of the
/// first second. So it is asked first whether values of the type can be null at all.
/// </remarks>
internal static class Values
{
    /// <summary>Whether a value is there: it is not null.</summary>
    public static bool Exist<T>([NotNullWhen(true)] T? value) => !Of<T>.CanBeNull || value is not null;

    private static class Of<T>
    {
        public static readonly bool CanBeNull = default(T) is null;
    }
}
