namespace Kappa.Building;

/// <summary>Which types can key a store.</summary>
internal static class KeyTypes
{
    /// <summary>
    /// Whether two equal values of the type are found equal: stores are keyed by values, not by objects.
    /// </summary>
    public static bool HaveEquality(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum || typeof(IEquatable<>).MakeGenericType(plain).IsAssignableFrom(plain);
    }
}
