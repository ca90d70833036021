using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>Calls that a reviewer wants to know of when a function gains them. A name says no more than a name: it is a place to look at.</summary>
internal static class TelltaleCalls
{
    private static readonly FrozenDictionary<string, string> Reasons = new (string Why, string Names)[]
    {
        ("runs programs", "system popen execl execlp execle execv execve execvp execvpe fexecve posix_spawn posix_spawnp vfork CreateProcess CreateProcessA CreateProcessW ShellExecute ShellExecuteA ShellExecuteW WinExec call_usermodehelper exec Popen check_output check_call spawn spawnSync execSync execFile ProcessBuilder"),
        ("loads or makes code", "dlopen dlsym dlmopen LoadLibrary LoadLibraryA LoadLibraryW LoadLibraryEx GetProcAddress eval mprotect VirtualProtect VirtualAlloc defineClass loadClass LoadFrom LoadFile importlib __import__ request_module set_memory_x kallsyms_lookup_name ptrace process_vm_writev"),
        ("changes privileges", "setuid seteuid setreuid setresuid setgid setegid setgroups capset prctl AdjustTokenPrivileges ImpersonateLoggedOnUser commit_creds override_creds prepare_kernel_cred chroot unshare setns chmod fchmod chown"),
        ("opens a listener", "listen accept accept4 sock_create sock_create_kern ListenAndServe TcpListener createServer ServerSocket HttpListener"),
        ("goes out to the network", "connect getaddrinfo gethostbyname curl_easy_perform urlopen HttpClient XMLHttpRequest URLDownloadToFile InternetOpenUrl WinHttpOpen Dial"),
        ("copies without a bound", "strcpy strcat sprintf vsprintf gets scanf sscanf stpcpy wcscpy wcscat alloca"),
        ("reads data into objects", "unserialize readObject BinaryFormatter Deserialize yaml_load unmarshal"),
        ("decides who may do what", "capable ns_capable authenticate authorize check_password verify_password pam_authenticate crypt"),
        ("makes or checks keys", "srand rand random RAND_bytes EVP_EncryptInit_ex EVP_DecryptInit_ex EVP_VerifyFinal EVP_DigestVerifyFinal RSA_verify SSL_CTX_set_verify X509_verify_cert crypto_alloc_skcipher crypto_alloc_shash"),
    }
    .SelectMany(group => group.Names.Split(' '), (group, name) => KeyValuePair.Create(name, group.Why)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why a call is worth a look; null: it is one of thousands.</summary>
    public static string? Why(string call) => Reasons.GetValueOrDefault(call);
}
