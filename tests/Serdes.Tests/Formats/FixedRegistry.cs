namespace Kappa.Tests;

/// <summary>A registry that gives ids in order.</summary>
internal sealed class FixedRegistry : ISchemaRegistry
{
    private readonly List<RegisteredSchema> _schemas = [];

    public const int FirstId = 0x01020304;

    public RegisteredSchema? Find(int id) => _schemas.Find(schema => schema.Id == id);

    public int IdOf(string subject, SchemaFormat format, string schema)
    {
        if (_schemas.Find(known => known.Text == schema && known.Format == format) is { } found)
        {
            return found.Id;
        }

        _schemas.Add(new RegisteredSchema(FirstId + _schemas.Count, format, schema, []));
        return _schemas[^1].Id;
    }
}
