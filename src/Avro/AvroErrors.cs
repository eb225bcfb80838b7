namespace Kappa;

/// <summary>What is wrong with a schema that a topology gives.</summary>
internal static class AvroErrors
{
    public static KappaException NoSchema(Type type, string reason, Exception? cause) =>
        new("KAP1107", ExitCodes.Mismatch,
            $"There is no Avro schema for values of type {type.Name}: {reason.Trim().TrimEnd('.')}. Give AvroSerde a " +
            "schema as JSON, or a class that avrogen has made.", cause);
}
