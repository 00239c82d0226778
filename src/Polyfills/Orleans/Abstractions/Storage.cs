using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans.Core
{
    /// <summary>State of one grain in storage.</summary>
    public interface IStorage
    {
        bool RecordExists { get; }

        Task ClearStateAsync();

        Task WriteStateAsync();

        Task ReadStateAsync();
    }

    /// <summary>State of one grain in storage, with its type.</summary>
    public interface IStorage<TState> : IStorage
    {
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A state that a grain's constructor asks for; it has been read before the grain becomes active.</summary>
    public interface IPersistentState<TState> : Orleans.Core.IStorage<TState>
    {
    }

    /// <summary>Names a state and the storage it is kept in.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        public string StateName { get; } = stateName;

        public string? StorageName { get; } = storageName;
    }
}

namespace Orleans
{
    /// <summary>A state on its way between a grain and a storage provider.</summary>
    public interface IGrainState<T>
    {
        [AllowNull]
        T State { get; set; }

        string? ETag { get; set; }

        bool RecordExists { get; set; }
    }
}

namespace Orleans.Storage
{
    /// <summary>A storage provider.</summary>
    public interface IGrainStorage
    {
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
    }

    /// <summary>Turns states into bytes.</summary>
    public interface IGrainStorageSerializer
    {
        BinaryData Serialize<T>(T? input);

        T? Deserialize<T>(BinaryData input);
    }
}
