namespace Kappa.Building;

/// <summary>Serdes as a user named them, before the types are known; either may be missing.</summary>
internal readonly record struct SerdePair(object? Key, object? Value)
{
    /// <summary>The key's serde, if one was named.</summary>
    /// <exception cref="KappaException">KAP1016: it is a serde for another type.</exception>
    public ISerde<T>? KeyFor<T>(string where) => Typed<T>(Key, $"{where} (key)");

    /// <summary>The value's serde, if one was named.</summary>
    /// <exception cref="KappaException">KAP1016: it is a serde for another type.</exception>
    public ISerde<T>? ValueFor<T>(string where) => Typed<T>(Value, $"{where} (value)");

    private static ISerde<T>? Typed<T>(object? serde, string where) => serde switch
    {
        null => null,
        ISerde<T> typed => typed,
        _ => throw TopologyErrors.SerdeOfOtherType(where, typeof(T), TypeOf(serde)),
    };

    private static Type TypeOf(object serde) => serde.GetType().GetInterfaces()
        .First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ISerde<>))
        .GetGenericArguments()[0];
}
