using Avro;
using Avro.Specific;

namespace Kappa.Tests;

/// <summary>A class as avrogen makes them.</summary>
public sealed class Click : ISpecificRecord
{
    private static readonly Schema Written = Schema.Parse(
        """
        {"type":"record","name":"Click","namespace":"Kappa.Tests","fields":[
        {"name":"page","type":"string"},{"name":"at","type":"long"}]}
        """);

    public string Page { get; set; } = "";

    public long At { get; set; }

    Schema ISpecificRecord.Schema => Written;

    public object Get(int fieldPos) => fieldPos == 0 ? Page : At;

    public void Put(int fieldPos, object fieldValue)
    {
        if (fieldPos == 0)
        {
            Page = (string)fieldValue;
        }
        else
        {
            At = (long)fieldValue;
        }
    }
}
